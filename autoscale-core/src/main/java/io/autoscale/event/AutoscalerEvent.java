// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event that the engine publishes. Each round ends in exactly one of completed, skipped or failed. */
public sealed interface AutoscalerEvent {

    /** Whose event. */
    WorkloadRef workload();

    /** When it happened. */
    Instant at();

    /**
     * A round made a plan, and carried it out where there was something to do.
     *
     * @param decision what the round saw, decided and did
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
     * A round was not tried.
     *
     * @param decision the round, with its cause
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
     * A round could not make or carry out a plan.
     *
     * @param decision the round, with its cause
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
     * A pass between rounds, which reads no trigger, had something to do or could not do it: finished jobs beyond the
     * history limits went while rounds did not see to it, or a removed registration was drained or killed. It says
     * nothing of demand or readiness.
     *
     * @param decision what the pass saw and did; its number is that of the round before, its readings are empty
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
     * The guard around a source opened, tries again, or closed.
     *
     * @param workload whose source
     * @param trigger which trigger: its name, or its type and position
     * @param at when
     * @param state the new state
     */
    record SourceGuardChanged(WorkloadRef workload, String trigger, Instant at, GuardState state)
            implements AutoscalerEvent {}

    /**
     * A configuration that works, but probably not as intended. Published once for each registration and trigger, at
     * registration or as soon as it is known.
     *
     * @param workload whose configuration
     * @param trigger which trigger: its name, or its type and position; null for the workload as a whole
     * @param at when
     * @param message what will happen, and what to do
     */
    record ConfigurationWarning(
            WorkloadRef workload, @Nullable String trigger, Instant at, String message) implements AutoscalerEvent {}

    /**
     * A registration started, was paused, resumed or ended. Closing the autoscaler as a whole publishes no such event.
     *
     * @param workload whose registration
     * @param at when
     * @param change what happened to it
     */
    record RegistrationChanged(WorkloadRef workload, Instant at, RegistrationChange change)
            implements AutoscalerEvent {}

    /** What happens to a registration. */
    enum RegistrationChange {
        /** Its triggers are read from now on. */
        STARTED,
        /** Scaling is paused, by the program or by annotation. */
        PAUSED,
        /** Scaling is no longer paused. */
        RESUMED,
        /** It was closed, or removed with all that belongs to it. */
        ENDED
    }

    /** The states of the guard around a source. */
    enum GuardState {
        /** The source is read. */
        CLOSED,
        /** The source is not read for a while. */
        OPEN,
        /** The source is read once. */
        HALF_OPEN
    }
}
