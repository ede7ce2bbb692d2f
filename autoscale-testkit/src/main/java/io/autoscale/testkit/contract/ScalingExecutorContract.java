// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every executor keeps, together with its observer. Implement it in a test class; each test starts from a place
 * without jobs of {@link #scaledJob()}.
 */
public interface ScalingExecutorContract {

    /**
     * The executor under test.
     *
     * @return the same one during a test
     */
    ScalingExecutor executor();

    /**
     * The observer of the same jobs.
     *
     * @return the same one during a test
     */
    WorkloadObserver observer();

    /**
     * What is scaled: one trigger, a maximum of at least 20, a template that the executor takes.
     *
     * @return the scaled job
     */
    ScaledJob scaledJob();

    /**
     * Waits, within a bound of its own, until the observer sees all that the executor did. Nothing to wait for unless
     * overridden.
     */
    default void awaitObservation() {}

    /**
     * Lets a job that exists succeed, where the test can do that.
     *
     * @param name the name of the job
     * @return false, unless overridden, where it cannot; the tests of finished jobs are then skipped
     */
    default boolean succeed(String name) {
        return false;
    }

    /**
     * An observer that cannot list the jobs, where the test can make one.
     *
     * @return the observer; empty, unless overridden, where the test of failing counts is to be skipped
     */
    default Optional<WorkloadObserver> brokenObserver() {
        return Optional.empty();
    }

    /** A plan creates its jobs under their names, and they are counted. */
    @Test
    default void a_plan_creates_its_jobs_under_their_names() {
        ScalingPlan plan = planFor(5);
        ExecutionOutcome outcome = executor().execute(scaledJob(), plan);
        assertThat(outcome.count(Status.CREATED)).isEqualTo(5);
        assertThat(namesSeen()).containsExactlyInAnyOrderElementsOf(plan.jobsToCreate());
    }

    /** The same plan a second time creates nothing. */
    @Test
    default void the_same_plan_a_second_time_creates_nothing() {
        ScalingPlan plan = planFor(5);
        executor().execute(scaledJob(), plan);
        ExecutionOutcome again = executor().execute(scaledJob(), plan);
        assertThat(again.count(Status.ALREADY_THERE)).isEqualTo(5);
        assertThat(again.isComplete()).isTrue();
        assertThat(namesSeen()).hasSize(5);
    }

    /** Two who carry out one plan at once create it once. */
    @Test
    default void two_who_carry_out_one_plan_at_once_create_it_once() {
        ScalingPlan plan = planFor(12);
        ScalingExecutor executor = executor();
        ScaledJob job = scaledJob();
        List<ExecutionOutcome> outcomes = AtOnce.call(2, () -> executor.execute(job, plan));
        assertThat(outcomes.get(0).count(Status.CREATED) + outcomes.get(1).count(Status.CREATED))
                .isEqualTo(12);
        assertThat(namesSeen()).containsExactlyInAnyOrderElementsOf(plan.jobsToCreate());
    }

    /** A plan with nothing in it does nothing. */
    @Test
    default void a_plan_with_nothing_in_it_does_nothing() {
        assertThat(executor().execute(scaledJob(), planFor(0)).jobs()).isEmpty();
        assertThat(namesSeen()).isEmpty();
    }

    /** Jobs that were created count as running, and the next plan asks for the rest alone. */
    @Test
    default void the_next_plan_asks_for_the_rest_alone() {
        executor().execute(scaledJob(), planFor(5));
        JobCensus census = census();
        assertThat(census.running()).isEqualTo(5);
        ScalingPlan next = planFor(8, census);
        assertThat(next.jobsToCreate()).hasSize(3).doesNotContainAnyElementsOf(namesSeen());
    }

    /** A finished job is counted as such, and is deleted when a plan says so; one that is gone already is fine. */
    @Test
    default void finished_jobs_beyond_the_history_are_deleted() {
        ScalingPlan plan = planFor(3);
        executor().execute(scaledJob(), plan);
        String finished = plan.jobsToCreate().get(0);
        assumeTrue(succeed(finished), "jobs cannot be finished here");
        assertThat(census().running()).isEqualTo(2);
        JobCensus census = census();
        // planned as if this one had ended long ago, beside more finished jobs than are kept
        ScalingPlan cleanup = planFor(0, withLongHistory(census, finished));
        assertThat(cleanup.jobsToDelete()).contains(finished);
        assertThat(executor().execute(scaledJob(), cleanup).count(Status.DELETE_FAILED))
                .isZero();
        assertThat(executor().execute(scaledJob(), cleanup).count(Status.DELETE_FAILED))
                .isZero();
        assertThat(namesSeen()).hasSize(2).doesNotContain(finished);
    }

    /** A job gives back up to which ordinal names were in use when it was created. */
    @Test
    default void a_job_gives_back_the_settled_ordinal_of_its_plan() {
        executor().execute(scaledJob(), planFor(2));
        ScalingPlan second = planFor(3);
        executor().execute(scaledJob(), second);
        assertThat(second.settledOrdinal()).isEqualTo(2);
        assertThat(census().jobs()).extracting(ObservedJob::settledOrdinal).containsExactlyInAnyOrder(0L, 0L, 2L);
    }

    /** A plan that has expired creates nothing. */
    @Test
    default void a_plan_that_has_expired_creates_nothing() {
        JobCensus now = census();
        Instant longAgo = now.observedAt().minus(Duration.ofHours(1));
        ExecutionOutcome outcome = executor().execute(scaledJob(), planFor(5, JobCensus.of(longAgo, now.jobs())));
        assertThat(outcome.count(Status.CREATED)).isZero();
        assertThat(namesSeen()).isEmpty();
    }

    /** A census that fails is an exception, and not a count of none. */
    @Test
    default void a_census_that_fails_is_an_exception_and_not_a_count_of_none() {
        assumeTrue(brokenObserver().isPresent(), "no observer that fails was given");
        CensusRequest request = new CensusRequest(scaledJob().ref(), List.of());
        assertThatThrownBy(() -> brokenObserver().orElseThrow().observe(request))
                .isInstanceOf(RuntimeException.class);
    }

    private JobCensus withLongHistory(JobCensus census, String oldest) {
        Instant longAgo = census.observedAt().minus(Duration.ofDays(1));
        List<ObservedJob> history = new ArrayList<>();
        history.add(ObservedJob.finished(oldest, JobState.SUCCEEDED, longAgo, longAgo));
        for (int i = 0; i < scaledJob().historyLimits().successful(); i++) {
            history.add(ObservedJob.finished("kept-" + i, JobState.SUCCEEDED, longAgo, census.observedAt()));
        }
        return JobCensus.of(census.observedAt(), history);
    }

    private List<String> namesSeen() {
        return census().jobs().stream().map(ObservedJob::name).toList();
    }

    private JobCensus census() {
        awaitObservation();
        return observer().observe(new CensusRequest(scaledJob().ref(), List.of()));
    }

    private ScalingPlan planFor(int backlog) {
        return planFor(backlog, census());
    }

    private ScalingPlan planFor(int backlog, JobCensus census) {
        Instant now = census.observedAt();
        TriggerReading reading = new TriggerReading.Observed(
                "contract", MetricSpec.averageValue("contract", 1), new MetricSample(backlog, now));
        return Planner.plan(scaledJob(), List.of(reading), census, now);
    }
}
