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
 * The contract of executors with their observers. Implement this interface in a test class. Each test must start
 * without jobs of {@link #scaledJob()}.
 */
public interface ScalingExecutorContract {

    /**
     * Returns the executor under test.
     *
     * @return the same executor during a test
     */
    ScalingExecutor executor();

    /**
     * Returns the observer of the same jobs.
     *
     * @return the same observer during a test
     */
    WorkloadObserver observer();

    /**
     * Returns the scaled job: one trigger, a maximum of at least 20, and a template that the executor accepts.
     *
     * @return the scaled job
     */
    ScaledJob scaledJob();

    /** Waits until the observer sees all changes of the executor, for a bounded time. Does nothing by default. */
    default void awaitObservation() {}

    /**
     * Completes an existing job successfully, if the test supports it.
     *
     * @param name the name of the job
     * @return false by default, if it is not supported; the tests of finished jobs are then skipped
     */
    default boolean succeed(String name) {
        return false;
    }

    /**
     * Returns an observer that cannot list the jobs, if the test supports it.
     *
     * @return the observer; empty by default, which skips the test of failing counts
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

    /** Executing the same plan again creates nothing. */
    @Test
    default void the_same_plan_a_second_time_creates_nothing() {
        ScalingPlan plan = planFor(5);
        executor().execute(scaledJob(), plan);
        ExecutionOutcome again = executor().execute(scaledJob(), plan);
        assertThat(again.count(Status.ALREADY_THERE)).isEqualTo(5);
        assertThat(again.isComplete()).isTrue();
        assertThat(namesSeen()).hasSize(5);
    }

    /** Two concurrent executions of a plan create each job once. */
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

    /** An empty plan does nothing. */
    @Test
    default void a_plan_with_nothing_in_it_does_nothing() {
        assertThat(executor().execute(scaledJob(), planFor(0)).jobs()).isEmpty();
        assertThat(namesSeen()).isEmpty();
    }

    /** Created jobs count as running, and the next plan creates only the missing ones. */
    @Test
    default void the_next_plan_asks_for_the_rest_alone() {
        executor().execute(scaledJob(), planFor(5));
        JobCensus census = census();
        assertThat(census.running()).isEqualTo(5);
        ScalingPlan next = planFor(8, census);
        assertThat(next.jobsToCreate()).hasSize(3).doesNotContainAnyElementsOf(namesSeen());
    }

    /** A finished job is counted as finished and deleted if a plan requires it. Deleting it again succeeds. */
    @Test
    default void finished_jobs_beyond_the_history_are_deleted() {
        ScalingPlan plan = planFor(3);
        executor().execute(scaledJob(), plan);
        String finished = plan.jobsToCreate().get(0);
        assumeTrue(succeed(finished), "succeed() returned false: the test cannot finish jobs");
        assertThat(census().running()).isEqualTo(2);
        JobCensus census = census();
        // planned as if this job had ended long ago, with more finished jobs than the limit
        ScalingPlan cleanup = planFor(0, withLongHistory(census, finished));
        assertThat(cleanup.jobsToDelete()).contains(finished);
        assertThat(executor().execute(scaledJob(), cleanup).count(Status.DELETE_FAILED))
                .isZero();
        assertThat(executor().execute(scaledJob(), cleanup).count(Status.DELETE_FAILED))
                .isZero();
        assertThat(namesSeen()).hasSize(2).doesNotContain(finished);
    }

    /** An observed job contains the settled ordinal of its plan. */
    @Test
    default void a_job_gives_back_the_settled_ordinal_of_its_plan() {
        executor().execute(scaledJob(), planFor(2));
        ScalingPlan second = planFor(3);
        executor().execute(scaledJob(), second);
        assertThat(second.settledOrdinal()).isEqualTo(2);
        assertThat(census().jobs()).extracting(ObservedJob::settledOrdinal).containsExactlyInAnyOrder(0L, 0L, 2L);
    }

    /** An expired plan creates nothing. */
    @Test
    default void a_plan_that_has_expired_creates_nothing() {
        JobCensus now = census();
        Instant longAgo = now.observedAt().minus(Duration.ofHours(1));
        ExecutionOutcome outcome = executor().execute(scaledJob(), planFor(5, JobCensus.of(longAgo, now.jobs())));
        assertThat(outcome.count(Status.CREATED)).isZero();
        assertThat(namesSeen()).isEmpty();
    }

    /** A failed census throws an exception instead of returning an empty census. */
    @Test
    default void a_census_that_fails_is_an_exception_and_not_a_count_of_none() {
        assumeTrue(brokenObserver().isPresent(), "brokenObserver() returned no observer");
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
