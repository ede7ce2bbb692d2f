// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event that the engine publishes. Each round ends in exactly one of completed, skipped or failed. */
public sealed interface AutoscalerEvent {

    /** The workload of the event. */
    WorkloadRef workload();

    /** When it happened. */
    Instant at();

    /**
     * A round completed: it made a plan and executed it if there was something to do.
     *
     * @param decision the inputs, decision and outcome of the round
     */
    record RoundCompleted(DecisionRecord decision) implements AutoscalerEvent {
        @Override
        public WorkloadRef workload() {
            return decision.workload();
        }

        @Override
        public Instant at() {
            return decision.finishedAt();
        }
    }

    /**
     * A round was skipped.
     *
     * @param decision the record of the round, with its cause
     */
    record RoundSkipped(DecisionRecord decision) implements AutoscalerEvent {
        @Override
        public WorkloadRef workload() {
            return decision.workload();
        }

        @Override
        public Instant at() {
            return decision.finishedAt();
        }
    }

    /**
     * A round could not make or execute a plan.
     *
     * @param decision the record of the round, with its cause
     */
    record RoundFailed(DecisionRecord decision) implements AutoscalerEvent {
        @Override
        public WorkloadRef workload() {
            return decision.workload();
        }

        @Override
        public Instant at() {
            return decision.finishedAt();
        }
    }

    /**
     * A pass between rounds, which reads no trigger, did something or failed. It enforces the history limits while no
     * round does, or continues the drain or kill of a removed registration. It contains no demand and no readiness.
     *
     * @param decision the inputs and outcome of the pass; its number is that of the previous round, its readings are
     *     empty
     */
    record Housekeeping(DecisionRecord decision) implements AutoscalerEvent {
        @Override
        public WorkloadRef workload() {
            return decision.workload();
        }

        @Override
        public Instant at() {
            return decision.finishedAt();
        }
    }

    /**
     * The circuit breaker of a source opened, half-opened or closed.
     *
     * @param workload the workload of the source
     * @param trigger the trigger: its name, or its type and position
     * @param at when the state changed
     * @param state the new state
     */
    record SourceGuardChanged(WorkloadRef workload, String trigger, Instant at, GuardState state)
            implements AutoscalerEvent {}

    /**
     * A configuration works, but probably not as intended. Published once for each registration and trigger, at
     * registration or as soon as it is known.
     *
     * @param workload the workload
     * @param trigger the trigger: its name, or its type and position; null for the workload as a whole
     * @param at when the problem was found
     * @param message the effect and how to fix it
     */
    record ConfigurationWarning(
            WorkloadRef workload, @Nullable String trigger, Instant at, String message) implements AutoscalerEvent {}

    /**
     * A registration started, was updated, paused, resumed or ended. Not published when the autoscaler itself is closed.
     *
     * @param job the scaled job after the change
     * @param at when the change happened
     * @param change the kind of change
     */
    record RegistrationChanged(ScaledJob job, Instant at, RegistrationChange change) implements AutoscalerEvent {
        @Override
        public WorkloadRef workload() {
            return job.ref();
        }
    }

    /** The kind of change of a registration. */
    enum RegistrationChange {
        /** Polling of the triggers started. */
        STARTED,
        /** The scaled job was replaced. */
        UPDATED,
        /** Scaling is paused by the program or by annotation. */
        PAUSED,
        /** Scaling is no longer paused. */
        RESUMED,
        /** The registration was closed, or its removal completed. */
        ENDED
    }

    /** The states of the circuit breaker of a source. */
    enum GuardState {
        /** The source is read. */
        CLOSED,
        /** The source is not read until the wait has passed. */
        OPEN,
        /** The source is read once to test whether it works again. */
        HALF_OPEN
    }
}
