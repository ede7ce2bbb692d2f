// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.DecisionRecord;
import io.autoscale.workload.WorkloadRef;
import java.util.concurrent.Callable;

/**
 * Follows rounds while they run, for tracing. All methods are called on the threads of the rounds, so they must not
 * block. An exception or a {@link LinkageError} is logged and ends the trace of the round, but not the round.
 */
@FunctionalInterface
public interface RoundTracing {

    /** Follows nothing. */
    RoundTracing NONE = (workload, round) -> new Trace() {};

    /**
     * Called when a round begins.
     *
     * @param workload the workload
     * @param round the number of the round
     * @return follows this round
     */
    Trace begin(WorkloadRef workload, long round);

    /** Follows one round. */
    interface Trace {

        /**
         * The id of the trace, for {@link DecisionRecord#traceId()}.
         *
         * @return the id, or empty if there is none
         */
        default String id() {
            return "";
        }

        /**
         * Wraps a call of a phase, so that what it does can be related to the round.
         *
         * @param phase the phase
         * @param trigger the trigger that is read; empty for the other phases
         * @param call the call
         * @param <T> the type of the result
         * @return a call with the same result, which runs on the thread of the phase
         */
        default <T> Callable<T> around(Phase phase, String trigger, Callable<T> call) {
            return call;
        }

        /**
         * Called when the round has ended. A call that missed its deadline may still run.
         *
         * @param decision the record of the round
         */
        default void end(DecisionRecord decision) {}
    }

    /** The phases of a round. */
    enum Phase {
        /** The jobs are counted. */
        CENSUS,
        /** A trigger is read. */
        READ,
        /** The strategy is asked, and the plan is made. */
        PLANNING,
        /** The plan is executed. */
        EXECUTION
    }
}
