// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.strategy.StrategyInput;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledJobTextsTest {

    private static final StrategyInput TEN_OF_TWENTY = new StrategyInput(50, 20, 10, 2, 100);

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "absent, false",
                "true, true",
                "True, true",
                "TRUE, true",
                "t, true",
                "1, true",
                "false, false",
                "False, false",
                "FALSE, false",
                "f, false",
                "F, false",
                "0, false",
                "fALSE, true",
                "no, true",
                "'', true",
                "' false', true",
                "2, true",
            })
    void the_paused_annotation_is_read_as_a_boolean_and_any_other_text_pauses(String text, boolean paused) {
        Map<String, String> annotations = text == null ? Map.of() : Map.of("autoscaling.keda.sh/paused", text);

        assertThat(Given.job().annotations(annotations).build().isPaused()).isEqualTo(paused);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "unset",
            value = {
                "unset, unset, GRADUAL",
                "default, unset, IMMEDIATE",
                "immediate, unset, IMMEDIATE",
                "gradual, unset, GRADUAL",
                "gradual, immediate, IMMEDIATE",
                "gradual, default, IMMEDIATE",
                "immediate, gradual, GRADUAL",
                "unset, immediate, IMMEDIATE",
                "nonsense, gradual, GRADUAL",
            })
    void the_deprecated_rollout_strategy_wins(String current, String deprecated, Rollout.Strategy expected) {
        ScaledJobBuilder builder = Given.job();
        if (current != null) {
            builder.rolloutStrategy(current);
        }
        if (deprecated != null) {
            builder.deprecatedRolloutStrategy(deprecated);
        }

        assertThat(builder.build().rollout().strategy()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half", "50%", "NaN", "Infinity", "0,5", "0.5f", "0.5d", "1e999"})
    void custom_without_a_number_behaves_as_default_and_says_so(String percentage) {
        ScaledJob job = Given.job()
                .scalingStrategy("custom")
                .customScalingQueueLengthDeduction(5)
                .customScalingRunningJobPercentage(percentage)
                .build();

        assertThat(job.scalingStrategy().decide(TEN_OF_TWENTY).jobs())
                .isEqualTo(
                        ScalingStrategy.defaultStrategy().decide(TEN_OF_TWENTY).jobs());
        assertThat(job.warnings())
                .containsExactly("scalingStrategy.customScalingRunningJobPercentage: '" + percentage
                        + "' is not a decimal such as 0.5, so the custom strategy behaves as default");
    }

    @Test
    void custom_with_nothing_set_behaves_as_default_and_says_so() {
        ScaledJob job = Given.job().scalingStrategy("custom").build();

        assertThat(job.scalingStrategy()).isEqualTo(ScalingStrategy.defaultStrategy());
        assertThat(job.warnings())
                .containsExactly("scalingStrategy.customScalingRunningJobPercentage is missing, so the custom strategy"
                        + " behaves as default");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 15", "0, 20", "1, 10", "1e-1, 19", "-0.5, 25", ".5, 15"})
    void custom_takes_any_decimal(String percentage, long jobs) {
        ScaledJob job = Given.job()
                .scalingStrategy("custom")
                .customScalingRunningJobPercentage(percentage)
                .build();

        assertThat(job.scalingStrategy().decide(TEN_OF_TWENTY).jobs()).isEqualTo(jobs);
        assertThat(job.warnings()).isEmpty();
    }
}
