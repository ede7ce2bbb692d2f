// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
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
    void of_ten_failed_jobs_exactly_the_three_newest_remain() {
        List<ObservedJob> jobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            jobs.add(finished("job-" + (9 - i), JobState.FAILED, i));
        }
        Collections.shuffle(jobs, new Random(1));

        assertThat(deleted(Given.job().failedJobsHistoryLimit(3), jobs))
                .containsExactly("job-9", "job-8", "job-7", "job-6", "job-5", "job-4", "job-3");
    }

    @Test
    void jobs_that_ended_together_go_by_name() {
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
}
