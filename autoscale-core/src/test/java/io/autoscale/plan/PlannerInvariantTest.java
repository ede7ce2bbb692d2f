// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.given.Given;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.JobCensus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Verifies invariants for all states and strategies. A system property sets the number of states,
 * because mutation runs use fewer.
 */
class PlannerInvariantTest {

    private static final int STATES = Integer.getInteger("autoscale.states", 1_000_000);
    private static final long SEED = 20_260_301L;
    private static final long[] WILD = {
        0, 1, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };
    private static final double[] BACKLOGS = {0, 0.5, 1, 7, 1e9, 1e18, 1e300, Double.MAX_VALUE};

    private final SplittableRandom random = new SplittableRandom(SEED);

    private ScalingStrategy strategy() {
        return switch (random.nextInt(8)) {
            case 0 -> ScalingStrategy.defaultStrategy();
            case 1 -> ScalingStrategy.custom(random.nextInt(-20, 20), random.nextInt(-30, 30) / 10.0);
            case 2 -> ScalingStrategy.custom(random.nextInt(), random.nextBoolean() ? 1e300 : -1e300);
            case 3 -> ScalingStrategy.accurate();
            case 4 -> ScalingStrategy.eager();
            case 5 -> ScalingStrategy.eagerCorrected();
            case 6 -> {
                long answer = WILD[random.nextInt(WILD.length)];
                yield in -> ScalingDecision.create(answer, "wild");
            }
            default -> {
                long answer = random.nextLong(-50, 150);
                yield in -> ScalingDecision.create(Math.max(0, answer + in.runningJobs()), "own");
            }
        };
    }

    private ScaledJob job() {
        int maximum = random.nextInt(1, random.nextBoolean() ? 9 : 120);
        ScaledJobBuilder builder = Given.job().maxReplicaCount(maximum).scalingStrategy(strategy());
        switch (random.nextInt(4)) {
            case 0 -> builder.minReplicaCount(random.nextInt(0, maximum + 3));
            case 1 -> builder.minTotalJobCount(random.nextInt(0, maximum + 1));
            case 2 -> builder.warmJobCount(random.nextInt(0, maximum + 1));
            default -> {}
        }
        MultipleScalersCalculation[] all = MultipleScalersCalculation.values();
        builder.multipleScalersCalculation(all[random.nextInt(all.length)]);
        return builder.build();
    }

    private List<TriggerReading> readings() {
        int count = random.nextInt(1, 4);
        List<TriggerReading> readings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(12);
            if (kind == 0) {
                readings.add(Given.failed("f"));
            } else {
                double value = kind == 1 ? BACKLOGS[random.nextInt(BACKLOGS.length)] : random.nextInt(0, 200);
                readings.add(Given.observed("t", value, random.nextInt(0, 6), random.nextInt(-1, 3)));
            }
        }
        return readings;
    }

    @Test
    void a_million_states_stay_within_the_maximum_and_every_change_has_one_reason() {
        for (int i = 0; i < STATES; i++) {
            ScaledJob job = job();
            List<TriggerReading> readings = readings();
            int running = random.nextInt(0, job.bounds().maximum() + 10);
            JobCensus census = JobCensus.ofCounts(NOW, running, random.nextInt(0, running + 1));
            try {
                ScalingPlan plan = Planner.plan(job, readings, census, NOW);
                check(job, readings, running, plan);
                if (i % 100 == 0) {
                    sameAgain(job, readings, census, plan);
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + SEED + ", state " + i + ": " + job + " " + readings + " " + census, e);
            }
        }
    }

    // Plain comparisons, because fluent assertions are too slow for a million states.
    private static void check(ScaledJob job, List<TriggerReading> readings, int running, ScalingPlan plan) {
        int created = plan.jobsToCreate().size();
        require(created <= Math.max(0, job.bounds().maximum() - running), "beyond the maximum: " + created);
        boolean unknown = readings.stream().allMatch(TriggerReading.Failed.class::isInstance);
        int floor = Math.max(job.bounds().effectiveMinimum(), job.minTotalJobCount());
        require(!unknown || created <= Math.max(0, floor - running), "created without a reading: " + created);
        long number = plan.decision().jobs();
        Set<ClampReason> reasons = new HashSet<>();
        for (Clamp clamp : plan.clamps()) {
            require(clamp.before() == number, "a gap before " + clamp);
            require(clamp.after() != number, "no change in " + clamp);
            require(reasons.add(clamp.reason()), "twice the reason " + clamp);
            number = clamp.after();
        }
        require(number == created, "the clamps end at " + number + " and " + created + " are created");
    }

    private static void sameAgain(ScaledJob job, List<TriggerReading> readings, JobCensus census, ScalingPlan plan) {
        ScalingPlan again = Planner.plan(job, readings, census, NOW);

        assertThat(again).hasToString(plan.toString());
        assertThat(again.jobsToCreate()).isEqualTo(plan.jobsToCreate());
        assertThat(again.clamps()).isEqualTo(plan.clamps());
        assertThat(again.demand()).isEqualTo(plan.demand());
        assertThat(plan.toString()).doesNotContain("\n");
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError(complaint);
        }
    }
}
