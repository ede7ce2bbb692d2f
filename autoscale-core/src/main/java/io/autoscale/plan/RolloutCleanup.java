// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.spec.Rollout;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Selects the unfinished jobs that an immediate rollout replaces: those that store the fingerprint of another template.
 * KEDA compares the generation, and therefore also kills running jobs if only the polling interval changed. It also
 * replaces jobs that store no generation.
 */
final class RolloutCleanup {

    private static final Comparator<ObservedJob> OLDEST_FIRST =
            Comparator.comparing(ObservedJob::createdAt).thenComparing(ObservedJob::name);

    private RolloutCleanup() {}

    static List<String> outdated(ScaledJob job, JobCensus census, Instant now) {
        Rollout rollout = job.rollout();
        if (rollout.strategy() != Rollout.Strategy.IMMEDIATE) {
            return List.of();
        }
        String current = job.jobTemplate().fingerprint();
        Instant protectedAfter = now.minus(rollout.protectedAge());
        return census.jobs().stream()
                .filter(seen -> !seen.state().isFinished() && !seen.terminating())
                .filter(seen -> seen.template() != null && !seen.template().equals(current))
                .filter(seen -> !seen.createdAt().isAfter(protectedAfter))
                .sorted(OLDEST_FIRST)
                .limit(rollout.maxDisruption())
                .map(ObservedJob::name)
                .toList();
    }
}
