// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.spec.Rollout;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.strategy.StrategyInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the fields of a manifest that configure counting and replacement of jobs. */
class StrategyAndRolloutTest {

    private static final StrategyInput TEN_OF_TWENTY = new StrategyInput(50, 20, 10, 2, 100);

    private static KedaManifests manifest(String... lines) {
        return KedaManifests.parse("job.yaml", """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata: {name: videos}
                spec:
                  jobTargetRef:
                    template: {spec: {restartPolicy: Never, containers: [{name: encoder, image: "encoder:1"}]}}
                  triggers: [{type: aws-sqs-queue, metadata: {queueURL: videos, awsRegion: eu-west-1}}]
                """ + "  " + String.join("\n  ", lines) + "\n");
    }

    private static ScaledJob job(String... lines) {
        KedaManifests read = manifest(lines);
        assertThat(read.errors()).isEmpty();
        return read.scaledJobs().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "unset",
            value = {
                "unset, unset, IMMEDIATE",
                "default, unset, IMMEDIATE",
                "immediate, unset, IMMEDIATE",
                "gradual, unset, GRADUAL",
                "gradual, immediate, IMMEDIATE",
                "gradual, default, IMMEDIATE",
                "immediate, gradual, GRADUAL",
                "unset, immediate, IMMEDIATE",
                "nonsense, gradual, GRADUAL",
                "gradual, '', GRADUAL",
                "'', unset, IMMEDIATE",
            })
    void the_deprecated_rollout_strategy_wins(String current, String deprecated, Rollout.Strategy expected) {
        ScaledJob job = job(
                deprecated == null ? "" : "rolloutStrategy: '" + deprecated + "'",
                current == null ? "" : "rollout: {strategy: '" + current + "'}");
        assertThat(job.rollout().strategy()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 0.5", "0.5 ", "half", "50%", "NaN", "Infinity", "0,5", "0.5f", "0.5d", "1e999"})
    void custom_without_a_number_behaves_as_default_with_a_warning(String percentage) {
        ScaledJob job = job("scalingStrategy: {strategy: custom, customScalingQueueLengthDeduction: 5,"
                + " customScalingRunningJobPercentage: '" + percentage + "'}");
        assertThat(job.scalingStrategy().decide(TEN_OF_TWENTY).jobs())
                .isEqualTo(
                        ScalingStrategy.defaultStrategy().decide(TEN_OF_TWENTY).jobs());
        assertThat(job.warnings())
                .containsExactly("scalingStrategy.customScalingRunningJobPercentage: '" + percentage
                        + "' is not a decimal such as 0.5, so the custom strategy behaves as default");
    }

    @Test
    void custom_with_nothing_set_behaves_as_default_with_a_warning() {
        ScaledJob job = job("scalingStrategy: {strategy: custom}");
        assertThat(job.scalingStrategy()).isEqualTo(ScalingStrategy.defaultStrategy());
        assertThat(job.warnings())
                .containsExactly("scalingStrategy.customScalingRunningJobPercentage is missing, so the custom strategy"
                        + " behaves as default");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 15", "0, 20", "1, 10", "1e-1, 19", "-0.5, 25", ".5, 15"})
    void custom_takes_any_decimal(String percentage, long jobs) {
        ScaledJob job =
                job("scalingStrategy: {strategy: custom, customScalingRunningJobPercentage: '" + percentage + "'}");
        assertThat(job.scalingStrategy().decide(TEN_OF_TWENTY).jobs()).isEqualTo(jobs);
        assertThat(job.warnings()).isEmpty();
    }

    @Test
    void eager_without_claims_is_explained_in_a_warning() {
        assertThat(job("scalingStrategy: {strategy: eager}").warnings())
                .singleElement(STRING)
                .contains("eagerCorrected");
        assertThat(manifest("scalingStrategy: {strategy: eager}").warnings()).hasSize(1);
    }

    @Test
    void an_empty_text_is_the_default() {
        ScaledJob job = job("scalingStrategy: {strategy: '', multipleScalersCalculation: ''}");
        assertThat(job.scalingStrategy()).isEqualTo(ScalingStrategy.defaultStrategy());
        assertThat(job.multipleScalersCalculation()).isEqualTo(MultipleScalersCalculation.MAX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scalingStrategy: {strategy: EAGER} | spec.scalingStrategy.strategy | EAGER"
                        + " | one of default, custom, accurate, eager",
                "scalingStrategy: {strategy: \"custom \"} | spec.scalingStrategy.strategy | 'custom '"
                        + " | one of default, custom, accurate, eager",
                "scalingStrategy: {multipleScalersCalculation: median} | spec.scalingStrategy.multipleScalersCalculation"
                        + " | median | one of max, min, avg, sum, maxJobs",
                "rollout: {strategy: recreate} | spec.rollout.strategy | recreate | one of default, immediate, gradual",
                "rollout: {propagationPolicy: orphan} | spec.rollout.propagationPolicy | orphan"
                        + " | one of background, foreground",
                "rolloutStrategy: rolling | spec.rolloutStrategy | rolling | one of default, immediate, gradual",
            })
    void any_other_text_is_an_error_that_names_field_text_and_expectation(
            String line, String path, String text, String expected) {
        assertThat(manifest(line).errors()).singleElement().satisfies(error -> {
            assertThat(error.path()).isEqualTo(path);
            assertThat(error.text()).isEqualTo(text);
            assertThat(error.expected()).isEqualTo(expected);
        });
    }
}
