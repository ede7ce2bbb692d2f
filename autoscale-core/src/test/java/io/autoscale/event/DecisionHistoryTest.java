// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.given.Given;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.Planner;
import io.autoscale.plan.RoundMemory;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionHistoryTest {

    private static final Instant NOW = Given.NOW;
    private static final List<ScalingStrategy> STRATEGIES = List.of(
            ScalingStrategy.defaultStrategy(),
            ScalingStrategy.accurate(),
            ScalingStrategy.eager(),
            ScalingStrategy.eagerCorrected(),
            ScalingStrategy.custom(1, 0.5),
            in -> ScalingDecision.create(Math.max(0, in.backlog() - 3), "of " + in.backlog()),
            in -> ScalingDecision.none("not now"));

    @Test
    void the_history_returns_what_was_added() {
        for (long seed = 1; seed <= 5_000; seed++) {
            DecisionRecord record = record(new Random(seed), seed);
            DecisionHistory history = new DecisionHistory(1);
            history.add(record);
            DecisionRecord back = history.toList().get(0);
            assertThat(back.toJson()).as("seed %d", seed).isEqualTo(record.toJson());
            assertThat(back.sentence()).as("seed %d", seed).isEqualTo(record.sentence());
            assertThat(back.readings()).as("seed %d", seed).isEqualTo(record.readings());
            assertThat(back.outcome()).as("seed %d", seed).isEqualTo(record.outcome());
            assertThat(back.startedAt()).isEqualTo(record.startedAt());
            assertThat(back.finishedAt()).isEqualTo(record.finishedAt());
            samePlan(seed, back.plan(), record.plan());
        }
    }

    private static void samePlan(long seed, ScalingPlan back, ScalingPlan plan) {
        if (plan == null) {
            assertThat(back).isNull();
            return;
        }
        assertThat(back.at()).as("seed %d", seed).isEqualTo(plan.at());
        assertThat(back.expiresAt()).isEqualTo(plan.expiresAt());
        assertThat(back.settledOrdinal()).isEqualTo(plan.settledOrdinal());
        assertThat(back.demand()).as("seed %d", seed).isEqualTo(plan.demand());
        assertThat(back.census()).as("seed %d", seed).isEqualTo(plan.census());
        assertThat(back.decision()).as("seed %d", seed).isEqualTo(plan.decision());
        assertThat(back.clamps()).as("seed %d", seed).isEqualTo(plan.clamps());
        assertThat(back.jobsToCreate()).as("seed %d", seed).isEqualTo(plan.jobsToCreate());
        assertThat(back.jobsToDelete()).as("seed %d", seed).isEqualTo(plan.jobsToDelete());
        assertThat(back.jobsToTerminate()).as("seed %d", seed).isEqualTo(plan.jobsToTerminate());
        assertThat(back).as("seed %d", seed).hasToString(plan.toString());
    }

    private static DecisionRecord record(Random random, long round) {
        ScaledJob job = job(random);
        Instant start = random.nextInt(50) == 0
                ? Instant.parse("2400-01-01T00:00:00Z")
                : NOW.plusNanos(random.nextLong(1_000_000_000_000L));
        List<TriggerReading> readings = readings(random);
        if (random.nextInt(5) == 0) {
            return new DecisionRecord(
                    job.ref(),
                    round,
                    start,
                    start,
                    durations(random),
                    RoundResult.FAILED,
                    RoundCause.CENSUS_FAILED,
                    "why " + round,
                    readings,
                    null,
                    null,
                    "");
        }
        JobCensus census = JobCensus.of(NOW, jobs(random));
        RoundMemory memory = RoundMemory.EMPTY.observed(job, readings, census, NOW);
        if (random.nextBoolean()) {
            memory = memory.after(
                            new ExecutionOutcome(List.of(JobOutcome.of("other-1", JobOutcome.Status.CREATED))),
                            NOW.plusSeconds(1))
                    .observed(job, readings, JobCensus.empty(NOW.plusSeconds(2)), NOW.plusSeconds(2));
        }
        ScalingPlan plan = Planner.plan(job, readings, census, memory, NOW.plusMillis(random.nextInt(5_000)));
        ExecutionOutcome outcome = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> ExecutionOutcome.NOTHING;
            case 2 -> ExecutionOutcome.unknown(plan);
            default -> done(plan);
        };
        return new DecisionRecord(
                job.ref(),
                round,
                start,
                start,
                durations(random),
                RoundResult.COMPLETED,
                RoundCause.NONE,
                "",
                readings,
                plan,
                outcome,
                random.nextBoolean() ? "" : "trace-" + round);
    }

    private static RoundDurations durations(Random random) {
        return new RoundDurations(
                random.nextInt(50) == 0 ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.ofMillis(random.nextInt(9_000)),
                Duration.ofMillis(random.nextInt(50)),
                Duration.ofNanos(random.nextLong(1_000_000_000_000L)),
                Duration.ZERO,
                Duration.ofSeconds(random.nextInt(60)));
    }

    private static ExecutionOutcome done(ScalingPlan plan) {
        List<JobOutcome> jobs = new ArrayList<>();
        plan.jobsToDelete().forEach(name -> jobs.add(JobOutcome.of(name, JobOutcome.Status.DELETED)));
        plan.jobsToCreate()
                .forEach(name -> jobs.add(JobOutcome.of(name, JobOutcome.Status.CREATE_FAILED, "quota of " + name)));
        return new ExecutionOutcome(jobs);
    }

    private static ScaledJob job(Random random) {
        ScaledJobBuilder job = Given.job()
                .maxReplicaCount(1 + random.nextInt(30))
                .successfulJobsHistoryLimit(random.nextInt(3))
                .scalingStrategy(STRATEGIES.get(random.nextInt(STRATEGIES.size())))
                .multipleScalersCalculation(one(MultipleScalersCalculation.values(), random));
        return switch (random.nextInt(3)) {
            case 0 -> job.minReplicaCount(random.nextInt(5)).build();
            case 1 -> job.warmJobCount(random.nextInt(2)).build();
            default -> job.build();
        };
    }

    private static <T> T one(T[] all, Random random) {
        return all[random.nextInt(all.length)];
    }

    private static List<TriggerReading> readings(Random random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> random.nextInt(5) == 0
                        ? new TriggerReading.Failed(
                                "t" + i, ScalerException.Kind.UNAVAILABLE, "down " + i, NOW.minusSeconds(i))
                        : (TriggerReading) new TriggerReading.Observed(
                                "t" + i,
                                MetricSpec.averageValue("t" + i, 1 + random.nextInt(3)),
                                new MetricSample(
                                        random.nextBoolean() ? random.nextInt(100) : random.nextDouble() * 1e18,
                                        NOW.minusMillis(random.nextInt(10_000)),
                                        random.nextBoolean() ? Map.of() : Map.of("a", -0.5, "b", 7.0))))
                .toList();
    }

    private static List<ObservedJob> jobs(Random random) {
        return IntStream.rangeClosed(1, random.nextInt(20))
                .mapToObj(i -> random.nextBoolean()
                        ? ObservedJob.unfinished(
                                        Given.job().build().name() + "-%06d".formatted(i),
                                        JobState.RUNNING,
                                        NOW.minusSeconds(600))
                                .settling(0)
                        : ObservedJob.finished(
                                        Given.job().build().name() + "-%06d".formatted(i),
                                        JobState.SUCCEEDED,
                                        NOW.minusSeconds(900),
                                        NOW.minusSeconds(800))
                                .settling(0))
                .toList();
    }

    @Test
    void identical_idle_rounds_are_one_decision() {
        DecisionHistory history = new DecisionHistory(3);
        for (int round = 1; round <= 10; round++) {
            history.add(idle(round, 0));
        }
        assertThat(history.toList()).extracting(DecisionRecord::round).containsExactly(10L);
        history.add(idle(11, 0.5));
        for (int round = 12; round <= 20; round++) {
            history.add(idle(round, round));
        }
        assertThat(history.toList()).extracting(DecisionRecord::round).containsExactly(18L, 19L, 20L);
    }

    private static DecisionRecord idle(long round, double value) {
        ScaledJob job = Given.job().build();
        List<TriggerReading> readings = List.of(Given.observed("t", value, 5, 1_000));
        Instant at = NOW.plus(Duration.ofSeconds(round));
        ScalingPlan plan = Planner.plan(
                job.toBuilder().minReplicaCount(value > 1 ? 1 : 0).build(),
                readings,
                JobCensus.ofCounts(at, value > 1 ? (int) value : 0, 0),
                at);
        return new DecisionRecord(
                job.ref(),
                round,
                at,
                at,
                RoundDurations.NONE,
                RoundResult.COMPLETED,
                RoundCause.NONE,
                "",
                readings,
                plan,
                ExecutionOutcome.NOTHING,
                "");
    }

    @Test
    void a_capacity_of_zero_is_rejected() {
        assertThatThrownBy(() -> new DecisionHistory(0)).hasMessage("capacity: '0' is not valid, expected >= 1");
    }
}
