// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.Removal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HousekeepingPlanTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private static final ScaledJob JOB = ScaledJob.builder("orders")
            .jobTemplate(JobTemplate.named("worker"))
            .minReplicaCount(7)
            .successfulJobsHistoryLimit(1)
            .failedJobsHistoryLimit(0)
            .trigger(Trigger.builder("queue").build())
            .build();

    private static final JobCensus CENSUS = JobCensus.of(
            NOW,
            List.of(
                    ObservedJob.finished("orders-000001", JobState.SUCCEEDED, NOW, NOW.plusSeconds(3)),
                    ObservedJob.finished("orders-000002", JobState.SUCCEEDED, NOW, NOW.plusSeconds(2)),
                    ObservedJob.finished("orders-000003", JobState.FAILED, NOW, NOW.plusSeconds(1)),
                    ObservedJob.unfinished("orders-000004", JobState.RUNNING, NOW),
                    ObservedJob.unfinished("orders-000005", JobState.PENDING, NOW)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ORPHAN | ''                          | ''                          | scaling has ended, 2 jobs kept: create none
            DRAIN  | orders-000002 orders-000003 | ''                          | scaling has ended, 2 jobs still running: create none
            KILL   | orders-000002 orders-000003 | orders-000004 orders-000005 | scaling has ended, 2 jobs not finished yet: create none
            """)
    void a_removal_creates_nothing_and_explains_what_happens_to_the_jobs(
            Removal removal, String deleted, String killed, String why) {
        ScalingPlan plan = Planner.removal(JOB, removal, CENSUS, 20, NOW);

        assertThat(plan.jobsToCreate()).isEmpty();
        assertThat(String.join(" ", plan.jobsToDelete())).isEqualTo(deleted);
        assertThat(String.join(" ", plan.jobsToTerminate())).isEqualTo(killed);
        assertThat(plan.explanation()).hasToString(why);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "20, 2"})
    void a_cleanup_deletes_up_to_its_limit(int atMost, int deleted) {
        assertThat(Planner.cleanup(JOB, CENSUS, atMost, NOW).jobsToDelete()).hasSize(deleted);
    }

    @Test
    void a_cleanup_creates_and_replaces_nothing_and_gives_its_reason() {
        ScalingPlan plan = Planner.cleanup(JOB, CENSUS, 20, NOW);

        assertThat(plan.jobsToCreate()).isEmpty();
        assertThat(plan.jobsToTerminate()).isEmpty();
        assertThat(plan.explanation()).hasToString("at most 1 succeeded and 0 failed jobs are kept: create none");
    }
}
