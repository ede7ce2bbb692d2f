// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.autoscale.given.Given;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {

    private static ScalingPlan plan(ScaledJobBuilder job, List<TriggerReading> readings, int running, int pending) {
        return Planner.plan(job.build(), readings, JobCensus.ofCounts(NOW, running, pending), NOW);
    }

    private static int created(ScaledJobBuilder job, double backlog, int running) {
        return plan(job, Given.backlog(backlog, 1), running, 0).jobsToCreate().size();
    }

    @ParameterizedTest
    @CsvSource({
        // max, target, backlog, running, created
        "3, 1, 10, 0, 3",
        "3, 1, 10, 1, 2",
        "100, 1, 10, 0, 10",
        "3, 5, 4, 0, 1",
        "3, 1, 10, 3, 0",
        "3, 1, 10, 7, 0",
        "3, 1, 0, 0, 0",
        "10, 5, 11, 1, 2",
        "3, 0, 10, 0, 0",
    })
    void a_plan_creates_what_the_default_strategy_says(int max, double target, double backlog, int running, int jobs) {
        ScalingPlan plan = plan(Given.job().maxReplicaCount(max), Given.backlog(backlog, target), running, 0);

        assertThat(plan.jobsToCreate()).hasSize(jobs);
        assertThat(plan.clamps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // min, max, backlog, running, created
        "2, 10, 0, 0, 2",
        "2, 10, 10, 0, 2",
        "2, 10, 10, 1, 1",
        "2, 10, 10, 2, 8",
        "2, 10, 1, 2, 1",
        "2, 10, 0, 2, 0",
        "2, 10, 10, 5, 5",
        "2, 10, 10, 12, 0",
        "5, 3, 10, 0, 3",
        "5, 3, 10, 3, 0",
        "3, 3, 10, 3, 0",
    })
    void the_minimum_is_filled_first_and_does_not_count_as_running(
            int min, int max, double backlog, int running, int jobs) {
        assertThat(created(Given.job().minReplicaCount(min).maxReplicaCount(max), backlog, running))
                .isEqualTo(jobs);
    }

    @Test
    void below_the_minimum_the_strategy_is_not_asked() {
        ScaledJobBuilder job = Given.job().minReplicaCount(2).scalingStrategy(in -> {
            throw new IllegalStateException("asked");
        });

        assertThat(created(job, 10, 1)).isEqualTo(1);
    }

    @Test
    void a_strategy_gets_the_same_input_as_in_keda() {
        ScaledJobBuilder job = Given.job().minReplicaCount(2).maxReplicaCount(10);
        job.scalingStrategy(in -> ScalingDecision.create(0, in.toString()));

        assertThat(plan(job, Given.backlog(50, 1), 5, 3).decision().reason())
                .isEqualTo("StrategyInput[backlog=50, desiredJobs=8, runningJobs=3, pendingJobs=3,"
                        + " effectiveMaximum=8]");
    }

    @Test
    void nothing_is_created_while_no_trigger_is_active() {
        ScaledJobBuilder job = Given.job().scalingStrategy(in -> ScalingDecision.create(5, "always"));
        ScalingPlan plan = plan(job, List.of(Given.observed("q", 5, 1, 5)), 0, 0);

        assertThat(plan.jobsToCreate()).isEmpty();
        assertThat(plan.decision()).isEqualTo(ScalingDecision.none("no trigger is active"));
        assertThat(plan.isActive()).isFalse();
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.readiness()).isEqualTo(Readiness.READY);
    }

    private static JobCensus withOldJobs(int succeeded) {
        return JobCensus.of(
                NOW,
                java.util.stream.IntStream.range(0, succeeded)
                        .mapToObj(i -> ObservedJob.finished("old-" + i, JobState.SUCCEEDED, NOW, NOW))
                        .toList());
    }

    @Test
    void when_every_reading_failed_nothing_is_created_and_nothing_is_deleted() {
        ScaledJob job =
                Given.job().successfulJobsHistoryLimit(0).warmJobCount(3).build();

        ScalingPlan plan = Planner.plan(job, List.of(Given.failed("a"), Given.failed("b")), withOldJobs(4), NOW);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.decision()).isEqualTo(ScalingDecision.none("no trigger could be read"));
        assertThat(plan.readiness()).isEqualTo(Readiness.TRIGGER_ERROR);
        assertThat(plan.demand().isUnknown()).isTrue();
    }

    @Test
    void when_every_reading_failed_the_minimum_is_still_filled() {
        List<TriggerReading> failed = List.of(Given.failed("a"));

        assertThat(plan(Given.job().minReplicaCount(2), failed, 1, 0).jobsToCreate())
                .hasSize(1);
        assertThat(plan(Given.job().minReplicaCount(2), failed, 2, 0).jobsToCreate())
                .isEmpty();
        assertThat(plan(Given.job().minTotalJobCount(3), failed, 1, 0).jobsToCreate())
                .hasSize(2);
        assertThat(plan(Given.job().minReplicaCount(2), failed, 2, 0).readiness())
                .isEqualTo(Readiness.PARTIAL_TRIGGER_ERROR);
    }

    @Test
    void a_failed_reading_among_others_is_left_out() {
        ScaledJob job = Given.job().successfulJobsHistoryLimit(1).build();
        List<TriggerReading> readings = List.of(Given.failed("a"), Given.observed("b", 4, 1, 0));

        ScalingPlan plan = Planner.plan(job, readings, withOldJobs(3), NOW);

        assertThat(plan.jobsToCreate()).hasSize(4);
        assertThat(plan.jobsToDelete()).hasSize(2);
        assertThat(plan.readiness()).isEqualTo(Readiness.PARTIAL_TRIGGER_ERROR);
        assertThat(plan.readiness().reason()).isEqualTo("PartialTriggerError");
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void a_failed_reading_with_an_idle_trigger_creates_nothing() {
        List<TriggerReading> readings = List.of(Given.failed("a"), Given.observed("b", 0, 1, 0));
        ScalingPlan plan = plan(Given.job(), readings, 0, 0);

        assertThat(plan.jobsToCreate()).isEmpty();
        assertThat(plan.readiness()).isEqualTo(Readiness.TRIGGER_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        // minTotal, backlog, running, created
        "2, 1, 2, 0",
        "2, 10, 0, 10",
        "2, 0, 0, 2",
        "2, 0, 1, 1",
        "2, 0, 2, 0",
        "2, 10, 2, 8",
        "2, 1, 0, 2",
        "10, 0, 4, 6",
    })
    void the_minimum_total_includes_jobs_for_demand(int minTotal, double backlog, int running, int jobs) {
        assertThat(created(Given.job().maxReplicaCount(10).minTotalJobCount(minTotal), backlog, running))
                .isEqualTo(jobs);
    }

    @ParameterizedTest
    @CsvSource({
        // warm, backlog, running, created
        "2, 0, 0, 2",
        "2, 0, 1, 1",
        "2, 0, 2, 0",
        "2, 1, 2, 1",
        "2, 5, 2, 5",
        "2, 5, 7, 0",
        "2, 10, 0, 10",
        "2, 9, 0, 10",
    })
    void warm_jobs_are_kept_beyond_demand(int warm, double backlog, int running, int jobs) {
        assertThat(created(Given.job().maxReplicaCount(10).warmJobCount(warm), backlog, running))
                .isEqualTo(jobs);
    }

    @Test
    void a_huge_backlog_and_warm_jobs_do_not_overflow() {
        assertThat(created(Given.job().maxReplicaCount(10).warmJobCount(10), 1e300, 0))
                .isEqualTo(10);
        assertThat(created(Given.job().maxReplicaCount(Integer.MAX_VALUE).minReplicaCount(5), 0, Integer.MAX_VALUE))
                .isZero();
        assertThat(created(Given.job().maxReplicaCount(Integer.MAX_VALUE), 3, 1))
                .isEqualTo(2);
    }

    @Test
    void custom_never_goes_beyond_the_maximum_with_long_jobs() {
        ScaledJobBuilder job = Given.job().scalingStrategy(ScalingStrategy.custom(0, 0.5));
        int running = 0;
        for (int round = 0; round < 10; round++) {
            running += created(job, 1000, running);
            assertThat(running).isEqualTo(100);
        }
        ScalingPlan full = plan(job, Given.backlog(1000, 1), 100, 0);

        assertThat(full.decision().jobs()).isEqualTo(50);
        assertThat(full.clamps()).containsExactly(new Clamp(ClampReason.MAX_REPLICA_COUNT, 50, 0));
    }

    @Test
    void eager_matches_keda_and_eager_corrected_fills_the_free_slots() {
        ScaledJobBuilder eager = Given.job().maxReplicaCount(10).scalingStrategy(ScalingStrategy.eager());
        ScaledJobBuilder corrected = Given.job().maxReplicaCount(10).scalingStrategy(ScalingStrategy.eagerCorrected());

        assertThat(plan(eager, Given.backlog(6, 1), 0, 0).jobsToCreate()).hasSize(6);
        assertThat(plan(eager, Given.backlog(12, 1), 6, 6).jobsToCreate()).isEmpty();
        assertThat(List.of(created(eager, 3, 0), created(eager, 3, 3), created(eager, 3, 6), created(eager, 3, 9)))
                .containsExactly(3, 3, 3, 1);
        assertThat(plan(corrected, Given.backlog(6, 1), 0, 0).jobsToCreate()).hasSize(6);
        assertThat(plan(corrected, Given.backlog(12, 1), 6, 6).jobsToCreate()).hasSize(4);
        assertThat(List.of(created(corrected, 3, 0), created(corrected, 3, 3))).containsExactly(3, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 4, Integer.MAX_VALUE, 4_294_967_296L, Long.MAX_VALUE})
    void no_strategy_creates_more_than_the_free_slots(long answer) {
        ScaledJobBuilder job =
                Given.job().maxReplicaCount(5).scalingStrategy(in -> ScalingDecision.create(answer, "wild"));

        ScalingPlan plan = plan(job, Given.backlog(1, 1), 2, 0);

        assertThat(plan.jobsToCreate()).hasSize((int) Math.min(3, answer));
        assertThat(plan.decision().jobs()).isEqualTo(answer);
        assertThat(plan.clamps()).hasSize(answer > 3 ? 1 : 0);
    }

    @Test
    void a_strategy_that_answers_null_is_named() {
        ScaledJobBuilder job = Given.job().scalingStrategy(in -> null);

        assertThatNullPointerException()
                .isThrownBy(() -> plan(job, Given.backlog(1, 1), 0, 0))
                .withMessage("strategy custom function returned null");
    }

    @Test
    void a_clamp_must_change_the_number() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Clamp(ClampReason.MAX_REPLICA_COUNT, 2, 2))
                .withMessage("clamp: '2' is not valid, expected a changed number");
    }

    @Test
    void a_plan_contains_its_inputs() {
        ScalingPlan plan = plan(Given.job().namespace("media"), Given.backlog(3, 1), 2, 1);

        assertThat(plan.workload()).hasToString("media/videos");
        assertThat(plan.at()).isEqualTo(NOW);
        assertThat(plan.census()).isEqualTo(new JobCounts(NOW, 2, 1, 0, 0, 0, 0));
        assertThat(plan.demand().backlog()).isEqualTo(3);
        assertThat(plan.isActive()).isTrue();
        assertThat(plan.isEmpty()).isFalse();
    }
}
