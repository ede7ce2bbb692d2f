// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.Step.Kind;
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

    /** Records the end of a pass. A pass that is no round is published if it did something or failed. */
    void ended(Kind kind, DecisionRecord record) {
        boolean failed = record.result() == RoundResult.FAILED;
        if (kind != Kind.ROUND) {
            boolean hadWork = record.plan() != null && !record.plan().isEmpty();
            // rounds that fail already report what makes the janitor fail
            if (failed ? kind == Kind.REMOVAL || failedRounds == 0 : hadWork) {
                context.events().add(new AutoscalerEvent.Housekeeping(record));
            }
            return;
        }
        if (record.result() != RoundResult.SKIPPED) {
            lastRoundAt = record.finishedAt();
            failedRounds = failed ? failedRounds + 1 : 0;
        }
        AutoscalerEvent event = switch (record.result()) {
            case COMPLETED -> new AutoscalerEvent.RoundCompleted(record);
            case FAILED -> new AutoscalerEvent.RoundFailed(record);
            case SKIPPED -> new AutoscalerEvent.RoundSkipped(record);
        };
        context.events().add(event);
        history.add(record);
    }

    void skipped(RoundCause cause, String message, long number) {
        Instant now = context.clock().instant();
        DecisionRecord record = new DecisionRecord(
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
                "");
        ended(Kind.ROUND, record);
    }
}
