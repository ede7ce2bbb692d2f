// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.RoundMemory;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import java.time.Instant;
import java.util.List;

/** The memory of one registration's rounds; an answer that comes late changes it too. */
final class RememberedRounds {

    private RoundMemory memory = RoundMemory.EMPTY;

    synchronized RoundMemory observed(ScaledJob job, List<TriggerReading> readings, JobCensus census, Instant now) {
        memory = memory.observed(job, readings, census, now);
        return memory;
    }

    synchronized void after(ExecutionOutcome outcome, Instant now) {
        memory = memory.after(outcome, now);
    }

    synchronized boolean isUncertain() {
        return memory.isUncertain();
    }
}
