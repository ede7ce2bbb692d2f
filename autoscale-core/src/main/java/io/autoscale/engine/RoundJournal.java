// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.DecisionHistory;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundDurations;
import io.autoscale.event.RoundResult;
import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the results of the rounds of one registration and queues them for the listeners. */
final class RoundJournal {

    private final WorkloadRef workload;
    private final EngineContext context;
    private final DecisionHistory history;
    private volatile @Nullable Instant lastRoundAt;
    // rounds never overlap
    private volatile int failedRounds;

    RoundJournal(WorkloadRef workload, EngineContext context) {
        this.workload = workload;
        this.context = context;
        this.history = new DecisionHistory(context.limits().decisionsKept());
    }

    List<DecisionRecord> decisions() {
        return history.toList();
    }

    /** When the last round that was not skipped ended. */
    @Nullable
    Instant lastRoundAt() {
        return lastRoundAt;
    }

    /** The number of consecutive failed rounds. Skipped rounds do not count. */
    int failedRounds() {
        return failedRounds;
    }

    void ended(DecisionRecord record) {
        if (record.result() != RoundResult.SKIPPED) {
            lastRoundAt = record.finishedAt();
            failedRounds = record.result() == RoundResult.FAILED ? failedRounds + 1 : 0;
        }
        context.events()
                .add(
                        switch (record.result()) {
                            case COMPLETED -> new AutoscalerEvent.RoundCompleted(record);
                            case FAILED -> new AutoscalerEvent.RoundFailed(record);
                            case SKIPPED -> new AutoscalerEvent.RoundSkipped(record);
                        });
        history.add(record);
    }

    void skipped(RoundCause cause, String message, long number) {
        Instant now = context.clock().instant();
        ended(new DecisionRecord(
                workload,
                number,
                now,
                now,
                RoundDurations.NONE,
                RoundResult.SKIPPED,
                cause,
                message,
                List.of(),
                null,
                null,
                ""));
    }

    /** Publishes a janitor pass that did something, or that failed while no round fails. */
    void cleanedUp(DecisionRecord record) {
        if (record.result() != RoundResult.FAILED || failedRounds == 0) {
            housekept(record);
        }
    }

    /** Publishes a pass that did something or failed. A pass that hangs delays the rounds. */
    void housekept(DecisionRecord record) {
        boolean hadWork = record.plan() != null && !record.plan().isEmpty();
        if (hadWork || record.result() == RoundResult.FAILED) {
            context.events().add(new AutoscalerEvent.Housekeeping(record));
        }
    }
}
