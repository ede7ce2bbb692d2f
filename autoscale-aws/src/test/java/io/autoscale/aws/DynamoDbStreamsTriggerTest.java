// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
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

class DynamoDbStreamsTriggerTest {

    private static final String TYPE = "aws-dynamodb-streams";
    private static final Map<String, String> LEAST = Map.of("tableName", "videos", "awsRegion", "eu-west-1");

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void the_builder_and_a_manifest_give_equal_triggers() {
        Trigger built = DynamoDbStreamsTrigger.builder()
                .name("changes")
                .tableName("videos")
                .shardCount(3)
                .activationShardCount(1)
                .openShardsOnly(true)
                .maxPages(20)
                .awsRegion("eu-west-1")
                .awsEndpoint("http://localhost:8000")
                .authenticationRef(AuthenticationRef.of("keys"))
                .build();
        assertThat(built)
                .isEqualTo(Trigger.builder("aws-dynamodb-streams")
                        .name("changes")
                        .metadata("tableName", "videos")
                        .metadata("shardCount", "3")
                        .metadata("activationShardCount", "1")
                        .metadata("openShardsOnly", "true")
                        .metadata("maxPages", "20")
                        .metadata("awsRegion", "eu-west-1")
                        .metadata("awsEndpoint", "http://localhost:8000")
                        .authenticationRef(AuthenticationRef.of("keys"))
                        .build());
    }

    @Test
    void the_defaults_are_two_shards_a_job_and_activation_above_none() {
        MetricSpec metric = metric(LEAST);
        assertThat(metric.name()).isEqualTo("s0-aws-dynamodb-streams-videos");
        assertThat(metric.target().amount()).isEqualTo(2);
        assertThat(metric.activation().value()).isZero();
    }

    @Test
    void zero_targets_and_negative_activations_are_used_unchanged() {
        MetricSpec metric = metric(with(Map.of("shardCount", "0", "activationShardCount", "-3")));
        assertThat(metric.target().amount()).isZero();
        assertThat(metric.activation().value()).isEqualTo(-3);
    }

    @ParameterizedTest
    @CsvSource({
        "videos, s0-aws-dynamodb-streams-videos",
        "' videos ', s0-aws-dynamodb-streams-videos",
        "Video_1.new, s0-aws-dynamodb-streams-Video_1-new",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/videos,"
                + " s0-aws-dynamodb-streams-arn-aws-dynamodb-eu-west-1-123456789012-table-videos",
    })
    void the_metric_name_is_made_of_the_table(String table, String expected) {
        assertThat(metric(with(Map.of("tableName", table))).name()).isEqualTo(expected);
    }

    @Test
    void the_metric_name_holds_the_position_of_the_trigger() {
        SourceContext third = new SourceContext(
                Trigger.builder(TYPE).metadata(LEAST).build(),
                2,
                TestSources.keys(),
                EnvironmentLookup.none(),
                InstantSource.system());
        try (ScalerSource source = TestSources.factory(sources, TYPE).create(third)) {
            assertThat(source.metric().name()).isEqualTo("s2-aws-dynamodb-streams-videos");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"tableName | the name of a table", "awsRegion | a region such as eu-west-1"})
    void a_required_key_that_is_absent_or_empty_is_named(String key, String expected) {
        String message =
                "trigger aws-dynamodb-streams has 1 error:\n  - metadata." + key + " is missing, expected " + expected;
        Map<String, String> without = new TreeMap<>(LEAST);
        without.remove(key);
        assertThatThrownBy(() -> metric(without)).hasMessage(message);
        assertThatThrownBy(() -> metric(with(Map.of(key, "  ")))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shardCount | two | a whole number >= 0",
                "shardCount | -1 | a whole number >= 0",
                "shardCount | 1.5 | a whole number >= 0",
                "shardCount | 9223372036854775808 | a whole number >= 0 and at most 9223372036854775807",
                "activationShardCount | many | a whole number",
                "activationShardCount | 0.5 | a whole number",
                "openShardsOnly | yes | true or false",
                "openShardsOnly | TrUe | true or false",
                "maxPages | 0 | a whole number >= 1",
                "maxPages | all | a whole number >= 1",
                "awsRegion | EU-WEST-1 | a region such as eu-west-1",
                "awsEndpoint | localhost | an absolute http or https URL",
                "shardcount | 2 | the key shardCount",
                "openShardOnly | true | the key openShardsOnly",
            })
    void bad_text_is_an_error_that_names_key_text_and_expectation(String key, String text, String expected) {
        assertThatThrownBy(() -> metric(with(Map.of(key, text))))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("trigger aws-dynamodb-streams has 1 error:\n  - metadata." + key + ": '" + text
                        + "' is not valid, expected " + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://streams.dynamodb.eu-west-1.amazonaws.com",
                "https://streams-dynamodb.eu-west-1.api.aws",
                "https://vpce-0a1b-2c3d.streams.dynamodb.eu-west-1.vpce.amazonaws.com",
                "http://localhost:8000",
            })
    void a_streams_endpoint_is_accepted(String endpoint) {
        assertThatCode(() -> metric(with(Map.of("awsEndpoint", endpoint)))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://dynamodb.eu-west-1.amazonaws.com",
                "https://streams.dynamodb.us-east-1.amazonaws.com",
                "https://streamsxdynamodb.eu-west-1.amazonaws.com",
                "http://streams.dynamodb.eu-west-1.amazonaws.com",
                "https://evil.example",
            })
    void any_other_endpoint_is_rejected(String endpoint) {
        assertThatThrownBy(() -> metric(with(Map.of("awsEndpoint", endpoint))))
                .hasMessage("trigger aws-dynamodb-streams has 1 error:\n  - metadata.awsEndpoint: '" + endpoint
                        + "' is not valid, expected an https endpoint of DynamoDB Streams in eu-west-1 that AWS runs,"
                        + " or one that the program allows, as requests to it are signed");
    }

    @Test
    void all_errors_are_reported_at_once() {
        Trigger trigger = Trigger.builder(TYPE)
                .metadata("shardCount", "x")
                .metadata("openShardsOnly", "maybe")
                .metadata("maxPages", "0")
                .build();
        assertThatThrownBy(() -> create(trigger, Authentication.none()))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactlyInAnyOrder(
                                        "metadata.tableName",
                                        "metadata.shardCount",
                                        "metadata.openShardsOnly",
                                        "metadata.maxPages",
                                        "metadata.awsRegion",
                                        "metadata.awsAccessKeyID"));
    }

    @Test
    void sources_of_one_table_share_two_clients_and_close_them() {
        ScalerSource all = create(Trigger.builder(TYPE).metadata(LEAST).build(), TestSources.keys());
        ScalerSource open = create(
                Trigger.builder(TYPE)
                        .metadata(with(Map.of("openShardsOnly", "true")))
                        .build(),
                TestSources.keys());
        assertThat(sources.clients().openClients()).isEqualTo(2);
        all.close();
        assertThat(sources.clients().openClients()).isEqualTo(2);
        open.close();
        assertThat(sources.clients().openClients()).isZero();
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> metadata = new TreeMap<>(LEAST);
        metadata.putAll(more);
        return metadata;
    }

    private MetricSpec metric(Map<String, String> metadata) {
        try (ScalerSource source =
                create(Trigger.builder(TYPE).metadata(metadata).build(), TestSources.keys())) {
            return source.metric();
        }
    }

    private ScalerSource create(Trigger trigger, Authentication authentication) {
        return TestSources.factory(sources, TYPE).create(TestSources.context(trigger, authentication, Map.of()));
    }
}
