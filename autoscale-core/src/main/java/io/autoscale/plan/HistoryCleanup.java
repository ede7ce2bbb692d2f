// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.spec.HistoryLimits;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the finished jobs to delete: the oldest by the time of the terminal condition, then by name. KEDA sorts by
 * completion time, which failed jobs do not have.
 *
 * <p>Keeps a job regardless of the limits if its name could be planned again after the deletion. This applies to jobs
 * that ended recently, because an earlier plan may still be executed, and to the jobs that record which ordinals are
 * settled.
 */
final class HistoryCleanup {

    /** Longer than the lifetime of a plan ({@link ScalingPlan#expiresAt()}), to allow for clock differences. */
    static final Duration RETENTION = Duration.ofMinutes(2);

    private static final Comparator<ObservedJob> OLDEST_FIRST =
            Comparator.comparing(HistoryCleanup::end).thenComparing(ObservedJob::name);

    private final String prefix;
    private final JobCensus census;
    private final Instant now;

    private HistoryCleanup(String scaledJob, JobCensus census, Instant now) {
        this.prefix = JobNames.prefix(scaledJob);
        this.census = census;
        this.now = now;
    }

    /** Returns the names of jobs beyond the limits, limited to a maximum number. */
    static List<String> beyond(ScaledJob job, JobCensus census, long atMost, Instant now) {
        HistoryLimits limits = job.historyLimits();
        int succeeded = census.succeeded() - limits.successful();
        int failed = census.failed() - limits.failed();
        if (succeeded <= 0 && failed <= 0) {
            return List.of();
        }
        HistoryCleanup cleanup = new HistoryCleanup(job.name(), census, now);
        List<ObservedJob> jobs = new ArrayList<>(cleanup.oldest(JobState.SUCCEEDED, succeeded));
        jobs.addAll(cleanup.oldest(JobState.FAILED, failed));
        return cleanup.withoutNamesInUse(jobs, atMost);
    }

    private List<ObservedJob> oldest(JobState state, int count) {
        Instant latest = now.minus(RETENTION);
        return census.jobs().stream()
                .filter(job -> job.state() == state)
                .sorted(OLDEST_FIRST)
                .limit(Math.max(0, count))
                .filter(job -> JobOrdinals.ownOrdinal(prefix, job) == 0 || !end(job).isAfter(latest))
                .toList();
    }

    private List<String> withoutNamesInUse(List<ObservedJob> jobs, long atMost) {
        long last = census.jobs().stream()
                .mapToLong(job -> JobOrdinals.ownOrdinal(prefix, job))
                .max()
                .orElse(0);
        Set<String> deleted = jobs.stream()
                .filter(job -> last == 0 || JobOrdinals.ownOrdinal(prefix, job) != last)
                .map(ObservedJob::name)
                .collect(Collectors.toSet());
        List<ObservedJob> staying = census.jobs().stream()
                .filter(job -> !deleted.contains(job.name()))
                .toList();
        long settled = JobOrdinals.settledBy(prefix, staying, now);
        return jobs.stream()
                .filter(job -> deleted.contains(job.name()) && JobOrdinals.ownOrdinal(prefix, job) <= settled)
                .map(ObservedJob::name)
                .limit(atMost)
                .toList();
    }

    private static Instant end(ObservedJob job) {
        return Objects.requireNonNull(job.finishedAt(), "finishedAt");
    }
}
