// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryCleanupTest {

    private static ObservedJob finished(String name, JobState state, int second) {
        return ObservedJob.finished(name, state, Instant.EPOCH, NOW.plusSeconds(second));
    }

    private static List<String> deleted(ScaledJobBuilder job, List<ObservedJob> jobs) {
        return Planner.plan(job.build(), Given.backlog(0, 1), JobCensus.of(NOW, jobs), NOW)
                .jobsToDelete();
    }

    @Test
    void only_the_three_newest_of_ten_failed_jobs_remain() {
        List<ObservedJob> jobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            jobs.add(finished("job-" + (9 - i), JobState.FAILED, i));
        }
        Collections.shuffle(jobs, new Random(1));

        assertThat(deleted(Given.job().failedJobsHistoryLimit(3), jobs))
                .containsExactly("job-9", "job-8", "job-7", "job-6", "job-5", "job-4", "job-3");
    }

    @Test
    void jobs_that_ended_at_the_same_time_are_ordered_by_name() {
        List<ObservedJob> jobs = List.of(
                finished("c", JobState.SUCCEEDED, 5),
                finished("a", JobState.SUCCEEDED, 5),
                finished("d", JobState.SUCCEEDED, 4),
                finished("b", JobState.SUCCEEDED, 5));

        assertThat(deleted(Given.job().successfulJobsHistoryLimit(1), jobs)).containsExactly("d", "a", "b");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 's1 s2 s3 f1 f2'", "1, 1, 's1 s2 f1'", "2, 2, s1", "3, 1, f1", "3, 2, ''", "9, 9, ''"})
    void each_kind_has_its_own_limit(int successful, int failed, String names) {
        List<ObservedJob> jobs = List.of(
                finished("f2", JobState.FAILED, 2),
                finished("s3", JobState.SUCCEEDED, 3),
                ObservedJob.unfinished("running", JobState.RUNNING, Instant.EPOCH),
                finished("s1", JobState.SUCCEEDED, 1),
                finished("f1", JobState.FAILED, 1),
                ObservedJob.unfinished("pending", JobState.PENDING, Instant.EPOCH),
                finished("s2", JobState.SUCCEEDED, 2));
        ScaledJobBuilder job =
                Given.job().successfulJobsHistoryLimit(successful).failedJobsHistoryLimit(failed);

        assertThat(String.join(" ", deleted(job, jobs))).isEqualTo(names);
    }

    /** Ended this long ago, created by this library ten minutes ago. */
    private static ObservedJob ours(int ordinal, int settled, Duration ago) {
        return ObservedJob.finished(
                        JobNames.of("videos", ordinal),
                        JobState.SUCCEEDED,
                        NOW.minus(Duration.ofMinutes(4)),
                        NOW.minus(ago))
                .settling(settled);
    }

    @Test
    void an_owned_job_is_kept_for_two_minutes_after_its_end() {
        Duration justNow = HistoryCleanup.RETENTION.minusMillis(1);
        List<ObservedJob> jobs =
                List.of(ours(1, 0, HistoryCleanup.RETENTION), ours(2, 0, justNow), ours(3, 2, justNow));

        assertThat(deleted(Given.job().successfulJobsHistoryLimit(0), jobs)).containsExactly("videos-000001");
    }

    @Test
    void the_job_that_records_the_settled_ordinal_and_later_jobs_are_kept() {
        Duration longAgo = Duration.ofMinutes(3);
        List<ObservedJob> jobs =
                List.of(ours(1, 0, longAgo), ours(2, 0, longAgo), ours(3, 2, longAgo), ours(4, 2, longAgo));

        assertThat(deleted(Given.job().successfulJobsHistoryLimit(0), jobs))
                .containsExactly("videos-000001", "videos-000002");
    }

    @Test
    void a_round_deletes_at_most_twenty_jobs_for_each_second_of_its_interval() {
        List<ObservedJob> jobs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            jobs.add(finished("job-" + i, JobState.SUCCEEDED, i));
        }
        ScaledJobBuilder job = Given.job().successfulJobsHistoryLimit(0);

        assertThat(deleted(job.pollingInterval(Duration.ofSeconds(2)), jobs)).hasSize(40);
    }
}
