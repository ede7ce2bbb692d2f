// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.autoscale.metric.InFlightCounting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingStrategyTest {

    private static void assertDecision(ScalingStrategy strategy, StrategyInput in, long jobs, String reason) {
        ScalingDecision decision = strategy.decide(in);

        assertThat(decision.jobs()).as("%s", in).isEqualTo(jobs);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "default, COUNTED",
        "accurate, NOT_COUNTED",
        "eager, NOT_COUNTED",
        "eagerCorrected, COUNTED",
    })
    void a_strategy_declares_its_expected_in_flight_counting(String strategy, InFlightCounting expected) {
        assertThat(ScalingStrategy.fromText(strategy).orElseThrow().expectedInFlightCounting())
                .isEqualTo(expected);
    }

    @Test
    void a_custom_strategy_expects_no_particular_counting() {
        ScalingStrategy lambda = in -> ScalingDecision.none("no");

        assertThat(lambda.expectedInFlightCounting()).isEqualTo(InFlightCounting.UNKNOWN);
        assertThat(ScalingStrategy.custom(0, 0.5).expectedInFlightCounting()).isEqualTo(InFlightCounting.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        // backlog, wanted, running, pending, maximum, jobs, reason
        "10, 3, 0, 0, 3, 3, 3 wanted - 0 running",
        "10, 3, 1, 0, 3, 2, 3 wanted - 1 running",
        "10, 10, 0, 0, 100, 10, 10 wanted - 0 running",
        "4, 1, 0, 0, 3, 1, 1 wanted - 0 running",
        "10, 3, 3, 3, 3, 0, 3 wanted - 3 running",
        "10, 3, 5, 0, 3, 0, 3 wanted - 5 running",
        "1, 3, 0, 0, 3, 1, 3 wanted - 0 running",
        "0, 0, 0, 0, 3, 0, 0 wanted - 0 running",
    })
    void default_subtracts_running_jobs_from_desired_jobs(
            long backlog, long wanted, long running, long pending, long maximum, long jobs, String reason) {
        StrategyInput in = new StrategyInput(backlog, wanted, running, pending, maximum);

        assertDecision(ScalingStrategy.defaultStrategy(), in, jobs, reason);
    }

    @ParameterizedTest
    @CsvSource({
        // backlog, wanted, running, maximum, deduction, ratio, jobs, reason
        "200, 100, 0, 100, 0, 0.5, 100, '100 wanted - 0 deducted - 0 of 0 running, at most 100'",
        "200, 100, 100, 100, 0, 0.5, 50, '100 wanted - 0 deducted - 50 of 100 running, at most 100'",
        "200, 100, 150, 100, 0, 0.5, 25, '100 wanted - 0 deducted - 75 of 150 running, at most 100'",
        "200, 100, 200, 100, 0, 0.5, 0, '100 wanted - 0 deducted - 100 of 200 running, at most 100'",
        "10, 10, 3, 100, 1, 0.5, 8, '10 wanted - 1 deducted - 1 of 3 running, at most 100'",
        "10, 10, 0, 10, -5, 0.5, 10, '10 wanted - -5 deducted - 0 of 0 running, at most 10'",
        "4, 10, 0, 10, 0, 0.5, 4, '10 wanted - 0 deducted - 0 of 0 running, at most 10'",
        "10, 3, 0, 10, 4, 0.5, 0, '3 wanted - 4 deducted - 0 of 0 running, at most 10'",
        "10, 10, 3, 20, 0, -0.5, 10, '10 wanted - 0 deducted - -1 of 3 running, at most 20'",
        "20, 10, 3, 20, 0, -0.5, 11, '10 wanted - 0 deducted - -1 of 3 running, at most 20'",
    })
    void custom_subtracts_the_deduction_and_a_share_of_running_jobs(
            long backlog,
            long wanted,
            long running,
            long maximum,
            int deduction,
            double ratio,
            long jobs,
            String reason) {
        StrategyInput in = new StrategyInput(backlog, wanted, running, 0, maximum);

        assertDecision(ScalingStrategy.custom(deduction, ratio), in, jobs, reason);
    }

    @ParameterizedTest
    @CsvSource({"1e300, 0", "-1e300, 7", "4e18, 0", "-4e18, 7"})
    void custom_does_not_overflow_on_a_huge_share(double ratio, long jobs) {
        for (int deduction : new int[] {-1, 0, 1, 1_000_000}) {
            ScalingStrategy strategy = ScalingStrategy.custom(deduction, ratio);

            assertThat(strategy.decide(new StrategyInput(7, 7, 5, 0, 10)).jobs())
                    .as("deduction %d", deduction)
                    .isEqualTo(jobs);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // backlog, wanted, running, pending, maximum, jobs, reason
        "3, 3, 2, 1, 10, 2, 3 wanted - 1 pending",
        "3, 3, 2, 0, 10, 3, 3 wanted - 0 pending",
        "9, 9, 3, 1, 10, 7, 10 maximum - 3 running",
        "8, 8, 3, 1, 10, 7, 8 wanted - 1 pending",
        "3, 3, 5, 5, 10, 0, 3 wanted - 5 pending",
        "9, 9, 12, 0, 10, 0, 10 maximum - 12 running",
        "2, 9, 0, 0, 10, 2, 9 wanted - 0 pending",
        "10, 3, 0, 0, 3, 3, 3 wanted - 0 pending",
        "10, 3, 1, 0, 3, 2, 3 maximum - 1 running",
    })
    void accurate_subtracts_pending_jobs_and_respects_the_maximum(
            long backlog, long wanted, long running, long pending, long maximum, long jobs, String reason) {
        StrategyInput in = new StrategyInput(backlog, wanted, running, pending, maximum);

        assertDecision(ScalingStrategy.accurate(), in, jobs, reason);
    }

    @ParameterizedTest
    @CsvSource({
        // row 41: six created and all pending, six more arrive: none, although four slots are free
        "6, 6, 0, 0, 10, 6, '6 wanted, at most 10 maximum - 0 running - 0 pending'",
        "12, 10, 6, 6, 10, 0, '10 wanted, at most 10 maximum - 6 running - 6 pending'",
        // three held in flight: 3, 6, 9, 10 jobs for three messages
        "3, 3, 0, 0, 10, 3, '3 wanted, at most 10 maximum - 0 running - 0 pending'",
        "3, 3, 3, 0, 10, 3, '3 wanted, at most 10 maximum - 3 running - 0 pending'",
        "3, 3, 6, 0, 10, 3, '3 wanted, at most 10 maximum - 6 running - 0 pending'",
        "3, 3, 9, 0, 10, 1, '3 wanted, at most 10 maximum - 9 running - 0 pending'",
        "3, 3, 10, 0, 10, 0, '3 wanted, at most 10 maximum - 10 running - 0 pending'",
        "1, 3, 0, 0, 10, 3, '3 wanted, at most 10 maximum - 0 running - 0 pending'",
    })
    void eager_subtracts_pending_jobs_twice_and_ignores_running_jobs(
            long backlog, long wanted, long running, long pending, long maximum, long jobs, String reason) {
        StrategyInput in = new StrategyInput(backlog, wanted, running, pending, maximum);

        assertDecision(ScalingStrategy.eager(), in, jobs, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 6, 0, 0, 10, 6, '6 wanted, at most 10 maximum - 0 running'",
        "12, 10, 6, 6, 10, 4, '10 wanted, at most 10 maximum - 6 running'",
        "3, 3, 0, 0, 10, 3, '3 wanted, at most 10 maximum - 0 running'",
        "3, 3, 3, 0, 10, 0, 3 wanted are covered by 3 running",
        "3, 3, 3, 3, 10, 0, 3 wanted are covered by 3 running",
        "3, 3, 4, 0, 10, 0, 3 wanted are covered by 4 running",
        "4, 4, 3, 3, 10, 4, '4 wanted, at most 10 maximum - 3 running'",
        "10, 3, 1, 0, 3, 2, '3 wanted, at most 3 maximum - 1 running'",
        "10, 9, 8, 0, 5, 0, '9 wanted, at most 5 maximum - 8 running'",
    })
    void eager_corrected_fills_free_slots_while_work_is_uncovered(
            long backlog, long wanted, long running, long pending, long maximum, long jobs, String reason) {
        StrategyInput in = new StrategyInput(backlog, wanted, running, pending, maximum);

        assertDecision(ScalingStrategy.eagerCorrected(), in, jobs, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "accurate", "eager", "eagerCorrected"})
    void a_strategy_is_found_by_its_name(String name) {
        assertThat(ScalingStrategy.fromText(name)).get().returns(name, ScalingStrategy::name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Default", "EAGER", "custom", "custom function", "eager "})
    void an_unknown_strategy_name_gives_nothing(String text) {
        assertThat(ScalingStrategy.fromText(text)).isEmpty();
    }

    @Test
    void a_lambda_is_a_custom_function_and_custom_is_custom() {
        ScalingStrategy lambda = in -> ScalingDecision.create(in.desiredJobs() / 2, "half");

        assertThat(lambda.name()).isEqualTo("custom function");
        assertThat(ScalingStrategy.custom(0, 0.5).name()).isEqualTo("custom");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void custom_needs_a_finite_share(double ratio) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScalingStrategy.custom(0, ratio))
                .withMessage("customScalingRunningJobPercentage: '" + ratio
                        + "' is not valid, expected a decimal such as 0.5 for 50 %");
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0,0,0", "0,-1,0,0,0", "0,0,-1,0,0", "0,0,0,-1,0", "0,0,0,0,-1"})
    void the_numbers_of_an_input_are_not_negative(long backlog, long wanted, long running, long pending, long maximum) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrategyInput(backlog, wanted, running, pending, maximum))
                .withMessage("strategy input: 'backlog " + backlog + ", wanted " + wanted + ", running " + running
                        + ", pending " + pending + ", maximum " + maximum + "' is not valid, expected numbers >= 0");
    }

    @Test
    void an_input_of_zeros_is_allowed() {
        assertThat(new StrategyInput(0, 0, 0, 0, 0).backlog()).isZero();
    }

    @Test
    void a_formula_is_filled_with_every_number_of_the_input() {
        StrategyInput in = new StrategyInput(1, 2, 3, 4, 5);

        assertThat(ScalingDecision.create(9, "{backlog} {wanted} {running} {pending} {maximum} {other}", in)
                        .reason())
                .isEqualTo("1 2 3 4 5 {other}");
        assertThat(ScalingDecision.create(9, "{backlog} as it is").reason()).isEqualTo("{backlog} as it is");
    }

    @Test
    void hold_creates_no_jobs_and_keeps_its_reason() {
        assertThat(ScalingDecision.none("too early").jobs()).isZero();
        assertThat(ScalingDecision.none("too early").reason()).isEqualTo("too early");
    }

    @Test
    void a_decision_needs_a_reason() {
        assertThatNullPointerException()
                .isThrownBy(() -> ScalingDecision.none(null))
                .withMessage("reason");
        assertThatNullPointerException()
                .isThrownBy(() -> ScalingDecision.create(1, null))
                .withMessage("formula");
        assertThatNullPointerException()
                .isThrownBy(() -> ScalingDecision.create(1, "x", null))
                .withMessage("input");
    }

    @Test
    void a_decision_refuses_a_negative_number() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScalingDecision.create(-3, "less"))
                .withMessageStartingWith("jobs: '-3' is not valid, expected 0 or more jobs to create");
    }

    @Test
    void an_input_can_be_built_from_some_fields_only() {
        assertThat(StrategyInput.builder()
                        .backlog(500)
                        .runningJobs(3)
                        .pendingJobs(1)
                        .build())
                .isEqualTo(new StrategyInput(500, 100, 3, 1, 100));
        assertThat(StrategyInput.builder()
                        .backlog(10)
                        .desiredJobs(2)
                        .effectiveMaximum(7)
                        .build())
                .isEqualTo(new StrategyInput(10, 2, 0, 0, 7));
        assertThat(StrategyInput.builder().build()).isEqualTo(new StrategyInput(0, 0, 0, 0, 100));
    }

    @Test
    void a_named_strategy_delegates_its_decisions() {
        ScalingStrategy named = ScalingStrategy.named("mine", ScalingStrategy.accurate());
        StrategyInput in = StrategyInput.builder().backlog(5).build();
        assertThat(named.name()).isEqualTo("mine");
        assertThat(named.decide(in)).isEqualTo(ScalingStrategy.accurate().decide(in));
        assertThat(named.expectedInFlightCounting())
                .isEqualTo(ScalingStrategy.accurate().expectedInFlightCounting());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScalingStrategy.named(" ", in2 -> null))
                .withMessageStartingWith("name: ' '");
    }
}
