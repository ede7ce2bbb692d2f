// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests claims: jobs are named by a letter, rounds are 10 s apart, the timeout is one minute. */
class JobClaimsTest {

    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    private static final ScaledJob ACCURATE = ScaledJob.builder("orders")
            .jobTemplate(JobTemplate.named("worker"))
            .scalingStrategy(ScalingStrategy.accurate())
            .claimTimeout(Duration.ofMinutes(1))
            .trigger(Trigger.builder("queue").build())
            .build();

    private final Map<String, ObservedJob> jobs = new TreeMap<>();
    private JobClaims claims = JobClaims.NONE;
    private Instant now = START;
    private double target = 1;
    private InFlightCounting counting = InFlightCounting.NOT_COUNTED;

    @BeforeEach
    void threeThatRun() {
        jobs("abc", JobState.PENDING);
        round(3);
        jobs("abc", JobState.RUNNING);
        round(3);
    }

    private void jobs(String names, JobState state) {
        names.chars().mapToObj(Character::toString).forEach(name -> {
            Instant created = jobs.containsKey(name) ? jobs.get(name).createdAt() : now;
            jobs.put(
                    name,
                    state.isFinished()
                            ? ObservedJob.finished(name, state, created, now)
                            : ObservedJob.unfinished(name, state, created));
        });
    }

    private int round(double backlog) {
        return round(backlog, Map.of());
    }

    private int round(double backlog, Map<String, Double> parts) {
        MetricSpec metric = new MetricSpec("q", MetricTarget.averageValue(target), ActivationThreshold.ZERO, counting);
        return round(new TriggerReading.Observed("q", metric, new MetricSample(backlog, now, parts)));
    }

    private int round(TriggerReading reading) {
        claims = claims.advanced(ACCURATE, List.of(reading), JobCensus.of(now, jobs.values()), Set.of(), now);
        now = now.plusSeconds(10);
        return claims.open();
    }

    @Test
    void running_jobs_that_took_no_work_hold_claims() {
        assertThat(claims.open()).isEqualTo(3);
        assertThat(claims).hasToString("JobClaims[3 of 3 running, 0 pending]");
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "4, 3", "2, 2", "1, 1", "0, 0"})
    void claims_are_released_as_the_backlog_falls(double backlog, int open) {
        assertThat(round(backlog)).isEqualTo(open);
    }

    @Test
    void a_claim_is_released_per_full_target_value() {
        target = 10;
        round(30);
        assertThat(round(21)).isEqualTo(3);
        assertThat(round(20)).isEqualTo(2);
    }

    @Test
    void a_fall_hidden_by_new_work_is_detected_from_in_flight() {
        round(3, Map.of("inFlight", 0.0));
        assertThat(round(5, Map.of("inFlight", 3.0))).isZero();
    }

    @Test
    void in_flight_is_ignored_if_the_metric_counts_it() {
        counting = InFlightCounting.COUNTED;
        round(3, Map.of("inFlight", 0.0));
        assertThat(round(3, Map.of("inFlight", 3.0))).isEqualTo(3);
    }

    @Test
    void a_job_that_ends_accounts_for_its_own_fall() {
        jobs("a", JobState.SUCCEEDED);
        assertThat(round(2)).isEqualTo(2);
        assertThat(round(2)).isEqualTo(2);
    }

    @Test
    void a_job_that_ends_after_its_fall_was_seen_releases_no_other() {
        assertThat(round(2)).isEqualTo(2);
        jobs("a", JobState.SUCCEEDED);
        assertThat(round(2)).isEqualTo(2);
    }

    @Test
    void a_job_that_ends_a_round_before_its_fall_is_seen_releases_no_other() {
        jobs("a", JobState.SUCCEEDED);
        assertThat(round(3)).isEqualTo(2);
        assertThat(round(2)).isEqualTo(2);
        assertThat(round(1)).isEqualTo(1);
    }

    @Test
    void a_fall_seen_before_its_job_runs_counts_once_the_job_runs() {
        jobs("d", JobState.PENDING);
        round(4);
        assertThat(round(0)).isZero();
        jobs("d", JobState.RUNNING);
        assertThat(round(0)).isZero();
    }

    @Test
    void a_fall_without_claims_is_discarded() {
        round(0);
        jobs("abc", JobState.SUCCEEDED);
        round(50);
        round(0);
        jobs("de", JobState.PENDING);
        round(2);
        jobs("de", JobState.RUNNING);
        assertThat(round(2)).isEqualTo(2);
    }

    @Test
    void a_claim_times_out_from_when_its_job_was_first_seen_running() {
        for (int i = 0; i < 5; i++) {
            assertThat(round(3)).isEqualTo(3);
        }
        assertThat(round(3)).isZero();
        assertThat(round(3)).isZero();
    }

    @Test
    void a_clock_that_moved_back_extends_no_claim_beyond_a_timeout() {
        now = START.minus(Duration.ofDays(1));
        round(3);
        now = now.plusSeconds(60);
        // the creation times are now in the future, so the jobs count as young until they end
        jobs.replaceAll((name, job) -> ObservedJob.unfinished(name, JobState.RUNNING, START.minus(Duration.ofDays(2))));
        assertThat(round(3)).isZero();
    }

    @Test
    void a_failed_reading_releases_no_claim_and_the_fall_counts_later() {
        assertThat(round(new TriggerReading.Failed("q", ScalerException.Kind.UNAVAILABLE, "away", now)))
                .isEqualTo(3);
        assertThat(round(1)).isEqualTo(1);
    }

    @Test
    void a_changed_target_does_not_count_as_a_fall() {
        target = 10;
        assertThat(round(3)).isEqualTo(3);
    }

    @Test
    void a_terminating_job_and_a_target_of_zero_release_no_other() {
        target = 0;
        jobs.put("a", new ObservedJob("a", JobState.RUNNING, false, true, START, null));
        assertThat(round(1)).isEqualTo(2);
    }

    @Test
    void claims_need_a_strategy_without_in_flight_work_and_claims_enabled() {
        List<ScaledJob> without = new ArrayList<>();
        without.add(ACCURATE.toBuilder().claimTimeout(Duration.ZERO).build());
        for (ScalingStrategy strategy : List.of(
                ScalingStrategy.defaultStrategy(),
                ScalingStrategy.custom(1, 0.5),
                ScalingStrategy.eagerCorrected(),
                input -> null)) {
            without.add(ACCURATE.toBuilder().scalingStrategy(strategy).build());
        }
        for (ScaledJob job : without) {
            assertThat(claims.advanced(job, List.of(), JobCensus.of(now, jobs.values()), Set.of(), now))
                    .isEqualTo(JobClaims.NONE);
        }
        ScaledJob eager =
                ACCURATE.toBuilder().scalingStrategy(ScalingStrategy.eager()).build();
        assertThat(claims.advanced(eager, List.of(), JobCensus.of(now, jobs.values()), Set.of(), now)
                        .open())
                .isEqualTo(3);
    }

    @Test
    void a_claim_counts_as_pending_and_is_explained() {
        MetricSpec metric = MetricSpec.averageValue("q", 1);
        JobCensus census =
                JobCensus.of(START, List.of(ObservedJob.unfinished("a", JobState.RUNNING, START), job("b"), job("c")));
        List<TriggerReading> readings = List.of(new TriggerReading.Observed("q", metric, new MetricSample(3, START)));

        assertThat(Planner.plan(ACCURATE, readings, census, START).explanation())
                .hasToString("backlog 3 / target 1 = 3 jobs, 1 of 3 running jobs has not taken work yet,"
                        + " accurate: 3 wanted - 1 pending gives 2: create 2");
    }

    private static ObservedJob job(String name) {
        return ObservedJob.unfinished(name, JobState.RUNNING, START.minus(Duration.ofHours(1)));
    }
}
