// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.lag.KinesisIteratorAgeTrigger;
import io.autoscale.aws.lag.SqsQueueAgeTrigger;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the text of the triggers on ages means. */
class LagTriggerTest {

    private static final String QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/videos";

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void the_age_of_a_queue_is_measured_against_its_target_in_seconds() {
        MetricSpec metric = metric(SqsQueueAgeTrigger.builder()
                .queueUrl(QUEUE)
                .targetAge(Duration.ofMinutes(5))
                .activationAge(Duration.ofSeconds(30))
                .awsRegion("eu-west-1")
                .build());
        assertThat(metric.name()).isEqualTo("s0-aws-sqs-age-videos");
        assertThat(metric.target()).isEqualTo(MetricTarget.averageValue(300));
        assertThat(metric.activation().value()).isEqualTo(30);
    }

    @Test
    void the_age_of_a_stream_is_measured_against_its_target_in_seconds() {
        MetricSpec metric = metric(KinesisIteratorAgeTrigger.builder()
                .streamName("orders")
                .consumerName("billing")
                .targetAge(Duration.ofMinutes(1))
                .awsRegion("eu-west-1")
                .build());
        assertThat(metric.name()).isEqualTo("s0-aws-kinesis-age-orders");
        assertThat(metric.target()).isEqualTo(MetricTarget.averageValue(60));
        assertThat(metric.activation().value()).isZero();
    }

    @Test
    void builders_write_plain_text() {
        assertThat(SqsQueueAgeTrigger.builder()
                        .name("late")
                        .queueUrl(QUEUE)
                        .targetAge(Duration.ofMinutes(5))
                        .awsAccountId("123456789012")
                        .awsEndpoint("http://localhost:1")
                        .awsRegion("eu-west-1")
                        .build()
                        .metadata())
                .isEqualTo(Map.of(
                        "queueURL",
                        QUEUE,
                        "targetAge",
                        "300",
                        "awsAccountId",
                        "123456789012",
                        "awsEndpoint",
                        "http://localhost:1",
                        "awsRegion",
                        "eu-west-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws-sqs-queue-age        | queueURL      |                  | is missing",
                "aws-sqs-queue-age        | queueURL      | https://x/a/b/c  | the URL of a queue",
                "aws-sqs-queue-age        | targetAge     |                  | is missing",
                "aws-sqs-queue-age        | targetAge     | 0                | a whole number >= 1",
                "aws-sqs-queue-age        | targetAge     | five             | a whole number >= 1",
                "aws-sqs-queue-age        | activationAge | -1               | a whole number >= 0",
                "aws-sqs-queue-age        | awsAccountId  | 12               | twelve digits",
                "aws-sqs-queue-age        | awsRegion     |                  | is missing",
                "aws-sqs-queue-age        | awsEndpoint   | http://example.com | awsEndpoint",
                "aws-kinesis-iterator-age | streamName    |                  | is missing",
                "aws-kinesis-iterator-age | streamName    | a b              | 1 to 128 letters",
                "aws-kinesis-iterator-age | consumerName  | a;b              | 1 to 128 letters",
                "aws-kinesis-iterator-age | targetAge     | 1.5              | a whole number >= 1",
                "aws-kinesis-iterator-age | awsRegion     | EU West          | awsRegion",
            })
    void bad_text_is_an_error_that_names_key_and_expectation(String type, String key, String text, String expected) {
        Trigger.Builder trigger = Trigger.builder(type);
        Map.of("queueURL", QUEUE, "streamName", "orders", "targetAge", "60", "awsRegion", "eu-west-1")
                .forEach((name, value) -> {
                    boolean ofType = type.contains("sqs") ? !name.equals("streamName") : !name.equals("queueURL");
                    if (ofType && !name.equals(key)) {
                        trigger.metadata(name, value);
                    }
                });
        if (text != null) {
            trigger.metadata(key, text);
        }
        assertThatThrownBy(() -> metric(trigger.build()))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.path()).isEqualTo("metadata." + key)))
                .hasMessageContaining(expected);
    }

    @Test
    void all_faults_are_reported_at_once() {
        Trigger trigger = Trigger.builder(SqsQueueAgeTrigger.TYPE)
                .metadata("targetAge", "x")
                .metadata("activationAge", "y")
                .build();
        assertThatThrownBy(() -> metric(trigger))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .contains(
                                        "metadata.queueURL",
                                        "metadata.targetAge",
                                        "metadata.activationAge",
                                        "metadata.awsRegion"));
    }

    private MetricSpec metric(Trigger trigger) {
        try (ScalerSource source = TestSources.source(sources, trigger)) {
            return source.metric();
        }
    }
}
