// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the metadata of an {@code aws-cloudwatch} trigger is read. */
class CloudWatchTriggerTest {

    private static final Map<String, String> LEAST = Map.of(
            "namespace", "AWS/SQS",
            "metricName", "ApproximateNumberOfMessagesVisible",
            "targetMetricValue", "10",
            "minMetricValue", "0",
            "awsRegion", "eu-west-1");

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void target_activation_and_name_follow_from_the_metadata() {
        MetricSpec least = metric(with(Map.of()));
        assertThat(least.name()).isEqualTo("s0-aws-cloudwatch");
        assertThat(least.target()).isEqualTo(MetricTarget.averageValue(10));
        assertThat(least.activation().value()).isZero();

        MetricSpec decimal = metric(with(Map.of("targetMetricValue", "0.5", "activationTargetMetricValue", "2.25")));
        assertThat(decimal.target()).isEqualTo(MetricTarget.averageValue(0.5));
        assertThat(decimal.activation().value()).isEqualTo(2.25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SampleCount",
                "Average",
                "Sum",
                "Minimum",
                "Maximum",
                "IQM",
                "p99",
                "p99.9",
                "p100",
                "p0",
                "tm95",
                "wm90.5",
                "tc10",
                "ts80",
                "TM(10%:90%)",
                "WM(:300)",
                "TC(0.005:)",
                "TS(80%:)",
                "PR(:300)"
            })
    void every_cloudwatch_statistic_is_accepted(String statistic) {
        assertThatCode(() -> metric(with(Map.of("metricStat", statistic)))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"1, 300", "5, 300", "10, 60", "30, 90", "60, 60", "60, 300", "300, 900", "3600, 7200", "300, 0"})
    void valid_periods_and_windows_are_accepted(String period, String collection) {
        assertThatCode(() -> metric(with(Map.of("metricStatPeriod", period, "metricCollectionTime", collection))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "namespace            | -        | a namespace such as AWS/SQS, or an expression",
                "metricName           | -        | the name of a metric, or an expression",
                "targetMetricValue    | -        | a finite number >= 0",
                "targetMetricValue    | ten      | a finite number",
                "targetMetricValue    | -1       | a finite number >= 0",
                "targetMetricValue    | NaN      | a finite number",
                "minMetricValue       | -        | a finite number >= 0",
                "minMetricValue       | 1d       | a finite number",
                "activationTargetMetricValue | x | a finite number",
                "ignoreNullValues     | perhaps  | true or false",
                "metricStat           | Median   | a percentile such as p99.9",
                "metricStat           | p101     | a percentile such as p99.9",
                "metricStat           | sum      | SampleCount, Average",
                "metricStatPeriod     | 45       | 1, 5, 10, 30 or a multiple of 60",
                "metricStatPeriod     | 90       | 1, 5, 10, 30 or a multiple of 60",
                "metricStatPeriod     | 0        | a whole number >= 1",
                "metricCollectionTime | 200      | a multiple of metricStatPeriod 300",
                "metricCollectionTime | -300     | a whole number >= 0",
                "metricEndTimeOffset  | soon     | a whole number >= 0",
                "metricUnit           | Messages | a unit of CloudWatch",
                "awsAccountId         | 1234     | the twelve digits of an account",
                "dimensionValue       | videos   | as many values as dimensionName has names",
                "awsRegion            | -        | awsRegion",
                "maxDatapointAge      | 0        | a whole number >= 1",
            })
    void bad_text_is_an_error_that_names_key_text_and_expectation(String key, String text, String expected) {
        Map<String, String> metadata = new TreeMap<>(LEAST);
        if (text == null) {
            metadata.remove(key);
        } else {
            metadata.put(key, text);
        }
        Trigger trigger =
                Trigger.builder(CloudWatchTrigger.TYPE).metadata(metadata).build();
        assertThatThrownBy(() -> metric(trigger))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations()).singleElement().satisfies(violation -> {
                            assertThat(violation.path()).isEqualTo("metadata." + key);
                            assertThat(violation.text()).isEqualTo(text == null ? Violation.MISSING : text);
                        }))
                .hasMessageContaining(expected);
    }

    @Test
    void dimension_names_and_values_must_have_the_same_length() {
        assertThatCode(() -> metric(with(Map.of("dimensionName", "QueueName;Env", "dimensionValue", "videos;prod"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> metric(with(Map.of("dimensionName", "QueueName;Env", "dimensionValue", "videos"))))
                .hasMessageContaining("metadata.dimensionValue")
                .hasMessageContaining("2");
        assertThatThrownBy(() -> metric(with(Map.of("dimensionName", "QueueName;", "dimensionValue", "videos;"))))
                .hasMessageContaining("a list without empty elements, separated by ;");
    }

    @Test
    void a_metric_may_have_no_dimension() {
        Map<String, String> metadata = new TreeMap<>(LEAST);
        metadata.remove("dimensionName");
        metadata.remove("dimensionValue");
        assertThatCode(() -> metric(
                        Trigger.builder("aws-cloudwatch").metadata(metadata).build()))
                .doesNotThrowAnyException();
    }

    @Test
    void an_expression_replaces_a_metric() {
        Map<String, String> metadata = new TreeMap<>(LEAST);
        metadata.remove("namespace");
        metadata.remove("metricName");
        metadata.put("expression", "SELECT MAX(Depth) FROM Shop");
        assertThatCode(() -> metric(Trigger.builder(CloudWatchTrigger.TYPE)
                        .metadata(metadata)
                        .build()))
                .doesNotThrowAnyException();
        metadata.put("expression", "autoscale_0 + 1");
        assertThatThrownBy(() -> metric(Trigger.builder(CloudWatchTrigger.TYPE)
                        .metadata(metadata)
                        .build()))
                .hasMessageContaining("metadata.expression");
        metadata.put("expression", "x".repeat(2049));
        assertThatThrownBy(() -> metric(Trigger.builder(CloudWatchTrigger.TYPE)
                        .metadata(metadata)
                        .build()))
                .hasMessageContaining("2048 at most");
    }

    @Test
    void all_errors_are_reported_at_once() {
        Trigger trigger = Trigger.builder(CloudWatchTrigger.TYPE)
                .metadata("metricStatPeriod", "7")
                .metadata("metricUnit", "Messages")
                .build();
        assertThatThrownBy(() -> metric(trigger))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::path)
                                .containsExactlyInAnyOrder(
                                        "metadata.namespace",
                                        "metadata.metricName",
                                        "metadata.metricUnit",
                                        "metadata.targetMetricValue",
                                        "metadata.minMetricValue",
                                        "metadata.metricStatPeriod",
                                        "metadata.awsRegion"));
    }

    @Test
    void the_builder_writes_manifest_metadata_with_two_safer_defaults() {
        assertThat(CloudWatchTrigger.builder()
                        .metric("AWS/SQS", "ApproximateNumberOfMessagesVisible")
                        .dimension("QueueName", "videos")
                        .dimension("Env", "prod")
                        .targetMetricValue(10)
                        .metricStatPeriod(Duration.ofMinutes(1))
                        .metricEndTimeOffset(Duration.ofMinutes(2))
                        .metricStat("p99.9")
                        .awsRegion("eu-west-1")
                        .build()
                        .metadata())
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("namespace", "AWS/SQS"),
                        Map.entry("metricName", "ApproximateNumberOfMessagesVisible"),
                        Map.entry("dimensionName", "QueueName;Env"),
                        Map.entry("dimensionValue", "videos;prod"),
                        Map.entry("targetMetricValue", "10"),
                        Map.entry("metricStatPeriod", "60"),
                        Map.entry("metricEndTimeOffset", "120"),
                        Map.entry("metricStat", "p99.9"),
                        // nothing known means nothing scaled, and a late datapoint leaves no gap
                        Map.entry("ignoreNullValues", "false"),
                        Map.entry("minMetricValue", "0"),
                        Map.entry("metricCollectionTime", "180"),
                        Map.entry("awsRegion", "eu-west-1"))));
    }

    private static Trigger with(Map<String, String> more) {
        return Trigger.builder(CloudWatchTrigger.TYPE)
                .metadata(LEAST)
                .metadata(more)
                .build();
    }

    private MetricSpec metric(Trigger trigger) {
        try (ScalerSource source = TestSources.source(sources, trigger)) {
            return source.metric();
        }
    }
}
