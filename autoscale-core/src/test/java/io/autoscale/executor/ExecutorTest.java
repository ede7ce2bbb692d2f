// SPDX-License-Identifier: Apache-2.0
package io.autoscale.executor;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.autoscale.given.Given;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutorTest {

    private static final Set<Status> COMPLETE =
            EnumSet.of(Status.CREATED, Status.ALREADY_THERE, Status.DELETED, Status.DRY_RUN);

    @Test
    void an_outcome_counts_by_status_with_the_first_detail_of_each() {
        ExecutionOutcome outcome = new ExecutionOutcome(List.of(
                JobOutcome.of("d", Status.DELETED),
                JobOutcome.of("f1", Status.CREATE_FAILED, "quota"),
                JobOutcome.of("a", Status.CREATED),
                JobOutcome.of("f2", Status.CREATE_FAILED, "forbidden"),
                JobOutcome.of("b", Status.CREATED),
                JobOutcome.of("t", Status.NAME_TAKEN, "by another")));

        assertThat(outcome).hasToString("created 2, create failed 2 (quota), name taken 1 (by another), deleted 1");
        assertThat(outcome.count(Status.CREATED)).isEqualTo(2);
        assertThat(outcome.count(Status.DRY_RUN)).isZero();
        assertThat(outcome.isComplete()).isFalse();
    }

    @Test
    void an_empty_outcome_has_nothing_to_do() {
        assertThat(ExecutionOutcome.NOTHING).hasToString("nothing to do");
        assertThat(ExecutionOutcome.NOTHING.isComplete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void an_outcome_is_complete_when_no_step_failed(Status status) {
        ExecutionOutcome outcome =
                new ExecutionOutcome(List.of(JobOutcome.of("x", status), JobOutcome.of("y", Status.CREATED)));

        assertThat(outcome.isComplete()).isEqualTo(COMPLETE.contains(status));
    }

    @Test
    void an_outcome_copies_its_list() {
        List<JobOutcome> jobs = new ArrayList<>(List.of(JobOutcome.of("x", Status.CREATED)));
        ExecutionOutcome outcome = new ExecutionOutcome(jobs);
        jobs.clear();

        assertThat(outcome.jobs()).hasSize(1);
    }

    @Test
    void the_outcome_of_a_job_has_a_name_and_a_status() {
        assertThatNullPointerException()
                .isThrownBy(() -> JobOutcome.of(null, Status.CREATED))
                .withMessage("job");
        assertThatNullPointerException()
                .isThrownBy(() -> JobOutcome.of("x", null))
                .withMessage("status");
        assertThat(JobOutcome.of("x", Status.CREATED).detail()).isNull();
    }

    @Test
    void a_dry_run_does_nothing_and_reports_it() {
        ScaledJob job = Given.job().failedJobsHistoryLimit(0).build();
        ObservedJob old = ObservedJob.finished("old", JobState.FAILED, NOW, NOW);
        ScalingPlan plan = Planner.plan(job, Given.backlog(2, 1), JobCensus.of(NOW, List.of(old)), NOW);

        ExecutionOutcome outcome = ScalingExecutor.dryRun().execute(job, plan);

        assertThat(outcome.jobs())
                .containsExactly(
                        JobOutcome.of("videos-000001", Status.DRY_RUN),
                        JobOutcome.of("videos-000002", Status.DRY_RUN),
                        JobOutcome.of("old", Status.DRY_RUN));
        assertThat(outcome).hasToString("dry run 3");
    }
}
