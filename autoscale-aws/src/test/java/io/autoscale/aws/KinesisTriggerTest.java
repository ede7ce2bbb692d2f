// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KinesisTriggerTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void the_builder_and_a_manifest_give_equal_triggers() {
        Trigger built = KinesisStreamTrigger.builder()
                .name("orders")
                .streamName("orders")
                .streamArn(ARN)
                .shardCount(3)
                .activationShardCount(4)
                .awsRegion("eu-west-1")
                .awsEndpoint("http://localhost:4567")
                .authenticationRef(AuthenticationRef.of("keys"))
                .build();
        assertThat(built)
                .isEqualTo(Trigger.builder("aws-kinesis-stream")
                        .name("orders")
                        .metadata("streamName", "orders")
                        .metadata("streamArn", ARN)
                        .metadata("shardCount", "3")
                        .metadata("activationShardCount", "4")
                        .metadata("awsRegion", "eu-west-1")
                        .metadata("awsEndpoint", "http://localhost:4567")
                        .authenticationRef(AuthenticationRef.of("keys"))
                        .build());
    }

    @Test
    void the_defaults_are_two_shards_a_job_and_activation_above_none() {
        MetricSpec metric = metric(Map.of("streamName", "orders"));
        assertThat(metric.name()).isEqualTo("s0-aws-kinesis-orders");
        assertThat(metric.target().amount()).isEqualTo(2);
        assertThat(metric.activation().value()).isZero();
    }

    @Test
    void zero_targets_and_negative_activations_are_used_unchanged() {
        MetricSpec metric = metric(Map.of("streamName", "orders", "shardCount", "0", "activationShardCount", "-3"));
        assertThat(metric.target().amount()).isZero();
        assertThat(metric.activation().value()).isEqualTo(-3);
    }

    @Test
    void a_stream_is_active_strictly_above_the_activation() {
        MetricSpec metric = metric(Map.of("streamName", "orders", "activationShardCount", "4"));
        assertThat(metric.activation().isExceededBy(4)).isFalse();
        assertThat(metric.activation().isExceededBy(5)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "streamName, orders, s0-aws-kinesis-orders",
        "streamName, ' orders ', s0-aws-kinesis-orders",
        "streamName, shop.orders_v-2, s0-aws-kinesis-shop-orders_v-2",
        "streamArn, arn:aws:kinesis:eu-west-1:123456789012:stream/orders, s0-aws-kinesis-orders",
        "streamArn, arn:aws:kinesis:eu-west-1:210987654321:stream/shop.orders, s0-aws-kinesis-shop-orders",
    })
    void the_metric_name_is_made_of_the_stream_name(String key, String text, String expected) {
        assertThat(metric(Map.of(key, text)).name()).isEqualTo(expected);
    }

    @Test
    void the_metric_name_holds_the_position_of_the_trigger() {
        Trigger trigger = KinesisStreamTrigger.builder()
                .streamName("orders")
                .awsRegion("eu-west-1")
                .build();
        SourceContext third =
                new SourceContext(trigger, 2, TestSources.keys(), EnvironmentLookup.none(), InstantSource.system());
        try (ScalerSource source =
                TestSources.factory(sources, KinesisStreamTrigger.TYPE).create(third)) {
            assertThat(source.metric().name()).isEqualTo("s2-aws-kinesis-orders");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "streamName | my stream | the name of a stream: 1 to 128 letters, digits and _.-",
                "streamName | orders/1 | the name of a stream: 1 to 128 letters, digits and _.-",
                "streamName | arn:aws:kinesis:eu-west-1:123456789012:stream/orders | the name of a stream: 1 to 128 letters, digits and _.-",
                "shardCount | two | a whole number >= 0",
                "shardCount | 1.5 | a whole number >= 0",
                "shardCount | -1 | a whole number >= 0",
                "shardCount | 9223372036854775808 | a whole number >= 0 and at most 9223372036854775807",
                "shardCount | 2 shards | a whole number >= 0",
                "activationShardCount | many | a whole number",
                "activationShardCount | 0.5 | a whole number",
                "awsEndpoint | localhost:4567 | an absolute http or https URL",
                "awsUseFipsEndpoint | yes | true or false",
                "awsUseDualStackEndpoint | 2 | true or false",
                "identityOwner | nobody | pod or operator",
                "shardcount | 5 | the key shardCount",
                "activationShardCuont | 5 | the key activationShardCount",
                "streamARN | x | the key streamArn",
                "awsregion | eu-west-1 | the key awsRegion",
            })
    void bad_text_is_an_error_that_names_key_text_and_expectation(String key, String text, String expected) {
        Map<String, String> metadata = new TreeMap<>(Map.of("streamName", "orders", "awsRegion", "eu-west-1"));
        if (key.equals("awsregion")) {
            metadata.remove("awsRegion");
        }
        metadata.put(key, text);
        assertThatThrownBy(() -> create(metadata, TestSources.keys()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("\n  - metadata." + key + ": '" + text + "' is not valid, expected " + expected);
    }

    @Test
    void a_stream_name_longer_than_128_characters_is_rejected() {
        assertThat(metric(Map.of("streamName", "s".repeat(128))).name()).endsWith("-" + "s".repeat(128));
        assertThatThrownBy(() -> metric(Map.of("streamName", "s".repeat(129))))
                .hasMessageContaining("1 to 128 letters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/a/consumer/b:1",
                "arn:aws:kinesis:eu-west-1:12345678901:stream/orders",
                "arn:aws:kinesis::123456789012:stream/orders",
                "arn:aws:firehose:eu-west-1:123456789012:deliverystream/orders",
                "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000",
                "ARN:aws:kinesis:eu-west-1:123456789012:stream/orders",
            })
    void an_arn_of_another_resource_is_rejected(String arn) {
        assertThatThrownBy(() -> metric(Map.of("streamArn", arn)))
                .hasMessage("trigger aws-kinesis-stream has 1 error:\n  - metadata.streamArn: '" + arn
                        + "' is not valid, expected the ARN of a stream, such as"
                        + " arn:aws:kinesis:eu-west-1:123456789012:stream/orders");
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, arn:aws:kinesis:eu-west-2:123456789012:stream/orders, 'a stream in eu-west-1, the awsRegion of the trigger'",
        "cn-north-1, arn:aws:kinesis:cn-north-1:123456789012:stream/orders, 'a stream of partition aws-cn, the partition of region cn-north-1'",
        "us-gov-west-1, arn:aws:kinesis:us-gov-west-1:123456789012:stream/orders, 'a stream of partition aws-us-gov, the partition of region us-gov-west-1'",
    })
    void an_arn_must_match_the_region_and_partition_of_the_trigger(String region, String arn, String expected) {
        assertThatThrownBy(() -> create(Map.of("streamArn", arn, "awsRegion", region), TestSources.keys()))
                .hasMessage("trigger aws-kinesis-stream has 1 error:\n  - metadata.streamArn: '" + arn
                        + "' is not valid, expected " + expected);
    }

    @Test
    void an_arn_in_the_partition_of_the_region_is_accepted() {
        Map<String, String> metadata = Map.of(
                "streamArn", "arn:aws-cn:kinesis:cn-north-1:123456789012:stream/orders", "awsRegion", "cn-north-1");
        try (ScalerSource source = create(metadata, TestSources.keys())) {
            assertThat(source.metric().name()).isEqualTo("s0-aws-kinesis-orders");
        }
    }

    @Test
    void name_and_arn_must_refer_to_the_same_stream() {
        assertThat(metric(Map.of("streamName", "orders", "streamArn", ARN)).name())
                .isEqualTo("s0-aws-kinesis-orders");
        assertThatThrownBy(() -> metric(Map.of("streamName", "other", "streamArn", ARN)))
                .hasMessage("trigger aws-kinesis-stream has 1 error:\n  - metadata.streamName: 'other' is not valid,"
                        + " expected orders, the name in streamArn, or only one of the two keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void an_empty_name_counts_as_missing(String text) {
        assertThatThrownBy(() -> metric(Map.of("streamName", text)))
                .hasMessage("trigger aws-kinesis-stream has 1 error:\n  - metadata.streamName is missing, expected the"
                        + " name of a stream: 1 to 128 letters, digits and _.-; or the key streamArn");
    }

    @Test
    void all_errors_are_reported_at_once() {
        Map<String, String> metadata =
                Map.of("streamName", "a b", "shardCount", "x", "activationShardCount", "y", "awsEndpoint", "ftp://a");
        assertThatThrownBy(() -> create(metadata, Authentication.none()))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactlyInAnyOrder(
                                        "metadata.streamName",
                                        "metadata.shardCount",
                                        "metadata.activationShardCount",
                                        "metadata.awsRegion",
                                        "metadata.awsEndpoint",
                                        "metadata.awsAccessKeyID"));
    }

    private MetricSpec metric(Map<String, String> metadata) {
        Map<String, String> withRegion = new TreeMap<>(metadata);
        withRegion.put("awsRegion", "eu-west-1");
        try (ScalerSource source = create(withRegion, TestSources.keys())) {
            return source.metric();
        }
    }

    private ScalerSource create(Map<String, String> metadata, Authentication authentication) {
        Trigger trigger =
                Trigger.builder(KinesisStreamTrigger.TYPE).metadata(metadata).build();
        return TestSources.factory(sources, KinesisStreamTrigger.TYPE)
                .create(TestSources.context(trigger, authentication, Map.of()));
    }
}
