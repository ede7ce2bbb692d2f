// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundMemoryTest {

    private static final ScaledJob JOB = Given.job().build();

    private static RoundMemory after(RoundMemory memory, Instant now, JobOutcome... outcomes) {
        return memory.after(new ExecutionOutcome(List.of(outcomes)), now);
    }

    private static RoundMemory observed(RoundMemory memory, JobCensus census) {
        return memory.observed(JOB, List.of(), census, census.observedAt());
    }

    private static JobCensus census(Instant at, int running, int finished) {
        List<ObservedJob> jobs = new ArrayList<>();
        for (int i = 1; i <= finished; i++) {
            jobs.add(ObservedJob.finished(JobNames.of("videos", i), JobState.SUCCEEDED, NOW, NOW)
                    .settling(0));
        }
        for (int i = finished + 1; i <= finished + running; i++) {
            jobs.add(ObservedJob.unfinished(JobNames.of("videos", i), JobState.RUNNING, NOW)
                    .settling(0));
        }
        return JobCensus.of(at, jobs);
    }

    private static TriggerReading read(double value, Instant began) {
        MetricSpec metric = new MetricSpec(
                "videos", MetricTarget.averageValue(1), ActivationThreshold.ZERO, InFlightCounting.COUNTED);
        return new TriggerReading.Observed("videos", metric, new MetricSample(value, began));
    }

    @Test
    void jobs_that_were_created_count_as_running_and_pending_until_they_are_observed() {
        RoundMemory memory = after(
                RoundMemory.EMPTY,
                NOW,
                JobOutcome.of("videos-000001", Status.CREATED),
                JobOutcome.of("videos-000002", Status.ALREADY_THERE));
        JobCensus before = JobCensus.empty(NOW);

        assertThat(observed(memory, before).counts(before)).isEqualTo(new JobCounts(NOW, 2, 2, 0, 0, 2, 0));
        JobCensus one = census(NOW, 1, 0);
        assertThat(observed(memory, one).counts(one)).isEqualTo(new JobCounts(NOW, 2, 1, 0, 0, 1, 0));
    }

    @Test
    void a_created_job_missing_from_a_later_census_is_gone() {
        RoundMemory memory = after(RoundMemory.EMPTY, NOW, JobOutcome.of("videos-000001", Status.CREATED));
        JobCensus later = JobCensus.empty(NOW.plusMillis(1));

        assertThat(observed(memory, later).counts(later).running()).isZero();
    }

    @Test
    void entries_from_before_the_clock_moved_back_are_removed_eventually() {
        RoundMemory memory = after(
                RoundMemory.EMPTY,
                NOW,
                JobOutcome.of("videos-000001", Status.CREATED),
                JobOutcome.of("videos-000002", Status.CREATE_UNKNOWN));
        Instant back = NOW.minus(Duration.ofHours(1));

        memory = observed(memory, JobCensus.empty(back));
        assertThat(memory.unseen()).hasSize(1);
        assertThat(memory.isUncertain()).isTrue();
        memory = observed(memory, JobCensus.empty(back.plusSeconds(30)));
        assertThat(memory.unseen()).isEmpty();
        memory = observed(memory, JobCensus.empty(back.plus(Duration.ofMinutes(6))));
        assertThat(memory.isUncertain()).isFalse();
    }

    @Test
    void foreign_names_are_dropped_once_settled() {
        RoundMemory memory = RoundMemory.EMPTY;
        for (int i = 1; i <= 1_000; i++) {
            memory = after(memory, NOW, JobOutcome.of(JobNames.of("videos", i), Status.NAME_TAKEN));
        }
        assertThat(memory.foreign()).hasSize(1_000);
        ObservedJob next = ObservedJob.unfinished(
                        "videos-001001", JobState.RUNNING, NOW.minus(JobOrdinals.SETTLING_TIME))
                .settling(1_000);
        assertThat(observed(memory, JobCensus.of(NOW, List.of(next))).foreign()).isEmpty();
    }

    @Test
    void a_reading_older_than_the_census_is_reduced_by_the_work_of_ended_jobs() {
        RoundMemory memory = observed(RoundMemory.EMPTY, census(NOW, 60, 0));
        JobCensus census = census(NOW.plusSeconds(1), 30, 30);
        List<TriggerReading> shared = List.of(read(60, NOW.plusMillis(1)));
        RoundMemory now = memory.observed(JOB, shared, census, NOW.plusSeconds(1));

        ScalingPlan plan = Planner.plan(JOB, shared, census, now, NOW.plusSeconds(1));

        assertThat(plan.jobsToCreate()).isEmpty();
        assertThat(plan.explanation().toString())
                .startsWith("backlog 60 less 30 of jobs that ended since / target 1 = 30 jobs");
    }

    @Test
    void a_reading_newer_than_the_census_is_used_unchanged_and_endings_expire_in_ten_minutes() {
        RoundMemory memory = observed(RoundMemory.EMPTY, census(NOW, 60, 0));
        JobCensus census = census(NOW.plusSeconds(1), 30, 30);
        List<TriggerReading> fresh = List.of(read(60, NOW.plusSeconds(1)));
        RoundMemory now = memory.observed(JOB, fresh, census, NOW.plusSeconds(1));

        assertThat(Planner.plan(JOB, fresh, census, now, NOW.plusSeconds(1)).jobsToCreate())
                .hasSize(30);
        assertThat(now.endedSince(NOW)).isEqualTo(30);
        assertThat(observed(now, census(NOW.plus(Duration.ofMinutes(11)), 0, 30))
                        .endedSince(NOW.plusSeconds(2)))
                .isEqualTo(30);
        assertThat(observed(now, census(NOW.plus(Duration.ofMinutes(11)), 30, 30))
                        .endedSince(NOW))
                .isZero();
    }

    @Test
    void jobs_that_ended_unseen_between_two_rounds_count_too() {
        RoundMemory memory = after(RoundMemory.EMPTY, NOW, JobOutcome.of("videos-000001", Status.CREATED));
        RoundMemory now = observed(memory, census(NOW.plusSeconds(1), 0, 1));

        assertThat(now.endedSince(NOW)).isEqualTo(1);
    }

    @Test
    void an_older_census_ends_no_job() {
        RoundMemory memory = observed(RoundMemory.EMPTY, census(NOW, 1, 0));
        memory = observed(memory, JobCensus.empty(NOW.minusSeconds(9)));
        memory = observed(memory, census(NOW.plusSeconds(1), 0, 1));

        assertThat(memory.endedSince(NOW)).isEqualTo(1);
    }

    @Test
    void endings_of_many_rounds_without_a_reading_are_bounded_and_complete() {
        RoundMemory memory = observed(RoundMemory.EMPTY, census(NOW, 100, 0));
        for (int i = 1; i <= 100; i++) {
            memory = observed(memory, census(NOW.plusSeconds(i), 100 - i, i));
        }

        assertThat(memory.endedSince(NOW)).isEqualTo(100);
        assertThat(memory.endedSince(NOW.plusSeconds(95))).isEqualTo(5);
    }

    @Test
    void a_round_without_jobs_keeps_the_memory() {
        RoundMemory memory = observed(RoundMemory.EMPTY, census(NOW, 3, 0));
        assertThat(observed(RoundMemory.EMPTY, JobCensus.empty(NOW))).isSameAs(RoundMemory.EMPTY);
        assertThat(memory.after(ExecutionOutcome.NOTHING, NOW)).isSameAs(memory);
    }
}
