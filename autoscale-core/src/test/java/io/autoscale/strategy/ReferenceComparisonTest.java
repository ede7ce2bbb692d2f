// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceComparisonTest {

    private static final int LARGEST_BACKLOG = 29;

    private static void everyState(double target, Consumer<StrategyInput> check) {
        for (int maximum = 1; maximum <= 8; maximum++) {
            for (int backlog = 0; backlog <= LARGEST_BACKLOG; backlog++) {
                long wanted = (long) Math.ceil(Math.min(backlog / target, maximum));
                for (int running = 0; running <= maximum + 2; running++) {
                    for (int pending = 0; pending <= running; pending++) {
                        check.accept(new StrategyInput(backlog, wanted, running, pending, maximum));
                    }
                }
            }
        }
    }

    private static ScalingStrategy named(String name) {
        return ScalingStrategy.fromText(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"default,1", "default,3", "default,0.5", "accurate,1", "accurate,3", "eager,1", "eager,3"})
    void every_state_gives_the_same_number_as_keda(String name, double target) {
        ScalingStrategy strategy = named(name);

        everyState(
                target,
                in -> assertThat(strategy.decide(in).jobs())
                        .as("%s %s", name, in)
                        .isEqualTo(ReferenceFormulas.created(name, in, 0, 0)));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,0.5", "1,0.5", "-2,0.5", "3,0", "0,1", "0,1.5", "2,0.33", "0,-0.5", "-1,-1.7"})
    void every_state_gives_the_same_number_as_keda_for_custom(int deduction, double percentage) {
        ScalingStrategy strategy = ScalingStrategy.custom(deduction, percentage);

        everyState(
                1,
                in -> assertThat(strategy.decide(in).jobs())
                        .as("%s", in)
                        .isEqualTo(ReferenceFormulas.created("custom", in, deduction, percentage)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "accurate", "eager"})
    void every_named_strategy_stays_between_zero_and_the_maximum(String name) {
        everyState(1, in -> assertThat(named(name).decide(in).jobs()).isBetween(0L, in.effectiveMaximum()));
    }

    @ParameterizedTest
    @CsvSource({"0,0.5", "-5,0.5", "5,2", "0,-3"})
    void custom_stays_between_zero_and_the_maximum(int deduction, double percentage) {
        ScalingStrategy strategy = ScalingStrategy.custom(deduction, percentage);

        everyState(1, in -> assertThat(strategy.decide(in).jobs()).isBetween(0L, in.effectiveMaximum()));
    }

    @Test
    void eager_corrected_never_leaves_the_free_slots() {
        ScalingStrategy strategy = ScalingStrategy.eagerCorrected();

        everyState(
                1,
                in -> assertThat(strategy.decide(in).jobs())
                        .isBetween(0L, Math.max(0, in.effectiveMaximum() - in.runningJobs())));
    }

    @Test
    void eager_corrected_fills_free_slots_up_to_the_desired_jobs_while_work_is_uncovered() {
        ScalingStrategy strategy = ScalingStrategy.eagerCorrected();

        everyState(1, in -> {
            long free = Math.max(0, in.effectiveMaximum() - in.runningJobs());
            long expected = in.desiredJobs() > in.runningJobs() ? Math.min(free, in.desiredJobs()) : 0;
            assertThat(strategy.decide(in).jobs()).as("%s", in).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "custom", "accurate", "eager", "eagerCorrected"})
    void more_demand_never_means_fewer_jobs(String name) {
        ScalingStrategy strategy = name.equals("custom") ? ScalingStrategy.custom(1, 0.5) : named(name);

        everyState(1, in -> {
            StrategyInput more = new StrategyInput(
                    in.backlog() + 1,
                    Math.min(in.backlog() + 1, in.effectiveMaximum()),
                    in.runningJobs(),
                    in.pendingJobs(),
                    in.effectiveMaximum());
            assertThat(strategy.decide(more).jobs())
                    .as("%s", more)
                    .isGreaterThanOrEqualTo(strategy.decide(in).jobs());
        });
    }
}
