// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.spec.HistoryLimits;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Which finished jobs go: the oldest by the time of the terminal condition, then by name. The reference sorts by
 * completion time, which failed jobs do not have.
 */
final class HistoryCleanup {

    private static final Comparator<ObservedJob> OLDEST_FIRST =
            Comparator.comparing(HistoryCleanup::end).thenComparing(ObservedJob::name);

    private HistoryCleanup() {}

    static List<String> beyond(HistoryLimits limits, JobCensus census) {
        int succeeded = census.succeeded() - limits.successful();
        int failed = census.failed() - limits.failed();
        if (succeeded <= 0 && failed <= 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        addOldest(names, census, JobState.SUCCEEDED, succeeded);
        addOldest(names, census, JobState.FAILED, failed);
        return List.copyOf(names);
    }

    private static void addOldest(List<String> names, JobCensus census, JobState state, int count) {
        census.jobs().stream()
                .filter(job -> job.state() == state)
                .sorted(OLDEST_FIRST)
                .limit(Math.max(0, count))
                .map(ObservedJob::name)
                .forEach(names::add);
    }

    private static Instant end(ObservedJob job) {
        return Objects.requireNonNull(job.finishedAt(), "finishedAt");
    }
}
