// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.spec.HistoryLimits;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.Removal;
import java.time.Instant;
import java.util.List;

/** Plans that create nothing and therefore need no reading. */
final class HousekeepingPlans {

    private static final Demand NONE = new Demand(0, 0, false, 0, 0);

    private HousekeepingPlans() {}

    static ScalingPlan cleanup(ScaledJob job, JobCensus census, int atMost, Instant now) {
        HistoryLimits limits = job.historyLimits();
        return plan(
                job,
                census,
                "at most " + limits.successful() + " succeeded and " + limits.failed() + " failed jobs are kept",
                HistoryCleanup.beyond(job, census, atMost, now),
                List.of(),
                now);
    }

    static ScalingPlan removal(ScaledJob job, Removal removal, JobCensus census, int atMost, Instant now) {
        List<String> killed = removal == Removal.KILL
                ? census.jobs().stream()
                        .filter(seen -> !seen.state().isFinished())
                        .map(ObservedJob::name)
                        .toList()
                : List.of();
        List<String> deletions =
                removal == Removal.ORPHAN ? List.of() : HistoryCleanup.beyond(job, census, atMost, now);
        return plan(job, census, reason(removal, census.running()), deletions, killed, now);
    }

    private static String reason(Removal removal, int running) {
        String jobs = running == 1 ? "1 job" : running + " jobs";
        return "scaling has ended, "
                + switch (removal) {
                    case ORPHAN -> jobs + " kept";
                    case DRAIN -> jobs + " still running";
                    case KILL -> jobs + " not finished yet";
                };
    }

    private static ScalingPlan plan(
            ScaledJob job,
            JobCensus census,
            String reason,
            List<String> deletions,
            List<String> replacements,
            Instant now) {
        return new ScalingPlan(
                job,
                now,
                new PlanArithmetic(
                        List.of(),
                        List.of(),
                        NONE,
                        RoundMemory.EMPTY.counts(census),
                        false,
                        ScalingDecision.none(reason),
                        List.of()),
                PlannedJobs.NONE,
                deletions,
                replacements);
    }
}
