// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundResult;
import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps and tells what became of the rounds of one registration. */
final class RoundJournal {

    private final WorkloadRef workload;
    private final EngineContext context;
    private final DecisionRing ring;
    private volatile @Nullable Instant lastRoundAt;

    RoundJournal(WorkloadRef workload, EngineContext context) {
        this.workload = workload;
        this.context = context;
        this.ring = new DecisionRing(context.limits().decisionsKept());
    }

    List<DecisionRecord> decisions() {
        return ring.toList();
    }

    /** When the last round ended that was not skipped. */
    @Nullable
    Instant lastRoundAt() {
        return lastRoundAt;
    }

    void ended(DecisionRecord record) {
        if (record.result() != RoundResult.SKIPPED) {
            lastRoundAt = record.finishedAt();
        }
        ring.add(record);
        context.publish(
                switch (record.result()) {
                    case COMPLETED -> new AutoscalerEvent.RoundCompleted(record);
                    case FAILED -> new AutoscalerEvent.RoundFailed(record);
                    case SKIPPED -> new AutoscalerEvent.RoundSkipped(record);
                });
    }

    void skipped(RoundCause cause, String message, long number) {
        Instant now = context.clock().instant();
        ended(new DecisionRecord(
                workload, number, now, now, RoundResult.SKIPPED, cause, message, List.of(), null, null));
    }

    /** Tells of a pass that had something to do or, where that matters, failed; the rest is not worth an event. */
    void housekept(DecisionRecord record, boolean failuresMatter) {
        boolean hadWork = record.plan() != null && !record.plan().isEmpty();
        if (hadWork || (failuresMatter && record.result() == RoundResult.FAILED)) {
            context.publish(new AutoscalerEvent.Housekeeping(record));
        }
    }
}
