// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.aws.trigger.DynamoDbTrigger;
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

class DynamoDbTriggerTest {

    private static final String TYPE = "aws-dynamodb";
    private static final Map<String, String> LEAST = Map.of(
            "tableName", "videos",
            "keyConditionExpression", "#s = :p",
            "expressionAttributeNames", "{\"#s\": \"status\"}",
            "expressionAttributeValues", "{\":p\": {\"S\": \"pending\"}}",
            "targetValue", "7",
            "awsRegion", "eu-west-1");
    private static final String NAMES_EXPECTED =
            "a JSON object with at least one entry such as \"#s\": \"status\", without a key twice";
    private static final String VALUES_EXPECTED =
            "a JSON object with at least one entry such as \":p\": {\"S\": \"pending\"}, without a key twice";

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void the_builder_and_a_manifest_give_equal_triggers() {
        Trigger built = DynamoDbTrigger.builder()
                .name("pending")
                .tableName("videos")
                .indexName("by-status")
                .keyConditionExpression("#s = :p")
                .filterExpression("tries < :most")
                .expressionAttributeNames("{\"#s\": \"status\"}")
                .expressionAttributeValues("{\":p\": {\"S\": \"x\"}, \":most\": {\"N\": \"3\"}}")
                .targetValue(7)
                .activationTargetValue(2)
                .consistentRead(true)
                .maxPages(20)
                .stopAtCount(500)
                .awsRegion("eu-west-1")
                .awsEndpoint("http://localhost:8000")
                .authenticationRef(AuthenticationRef.of("keys"))
                .build();
        assertThat(built)
                .isEqualTo(Trigger.builder("aws-dynamodb")
                        .name("pending")
                        .metadata("tableName", "videos")
                        .metadata("indexName", "by-status")
                        .metadata("keyConditionExpression", "#s = :p")
                        .metadata("filterExpression", "tries < :most")
                        .metadata("expressionAttributeNames", "{\"#s\": \"status\"}")
                        .metadata("expressionAttributeValues", "{\":p\": {\"S\": \"x\"}, \":most\": {\"N\": \"3\"}}")
                        .metadata("targetValue", "7")
                        .metadata("activationTargetValue", "2")
                        .metadata("consistentRead", "true")
                        .metadata("maxPages", "20")
                        .metadata("stopAtCount", "500")
                        .metadata("awsRegion", "eu-west-1")
                        .metadata("awsEndpoint", "http://localhost:8000")
                        .authenticationRef(AuthenticationRef.of("keys"))
                        .build());
    }

    @Test
    void minimal_metadata_is_enough_and_activation_is_above_zero() {
        MetricSpec metric = metric(LEAST);
        assertThat(metric.name()).isEqualTo("s0-aws-dynamodb-videos");
        assertThat(metric.target().amount()).isEqualTo(7);
        assertThat(metric.activation().value()).isZero();
    }

    @Test
    void zero_targets_and_negative_activations_are_used_unchanged() {
        MetricSpec metric = metric(with(Map.of("targetValue", "0", "activationTargetValue", "-3")));
        assertThat(metric.target().amount()).isZero();
        assertThat(metric.activation().value()).isEqualTo(-3);
    }

    @ParameterizedTest
    @CsvSource({
        "videos, s0-aws-dynamodb-videos",
        "' videos ', s0-aws-dynamodb-videos",
        "Video_1.new, s0-aws-dynamodb-Video_1-new",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/videos, s0-aws-dynamodb-arn-aws-dynamodb-eu-west-1-123456789012-table-videos",
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
            assertThat(source.metric().name()).isEqualTo("s2-aws-dynamodb-videos");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tableName | the name of a table",
                "keyConditionExpression | a condition such as #s = :p",
                "targetValue | a whole number >= 0",
                "awsRegion | a region such as eu-west-1",
                "expressionAttributeValues | " + VALUES_EXPECTED,
            })
    void a_required_key_that_is_absent_or_empty_is_named(String key, String expected) {
        String missing = "metadata." + key + " is missing, expected " + expected;
        Map<String, String> without = new TreeMap<>(LEAST);
        without.remove(key);
        assertThatThrownBy(() -> metric(without)).hasMessageContaining(missing);
        assertThatThrownBy(() -> metric(with(Map.of(key, "  ")))).hasMessageContaining(missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "targetValue | five | a whole number >= 0",
                "targetValue | -1 | a whole number >= 0",
                "targetValue | 1.5 | a whole number >= 0",
                "targetValue | 9223372036854775808 | a whole number >= 0 and at most 9223372036854775807",
                "activationTargetValue | many | a whole number",
                "activationTargetValue | 0.5 | a whole number",
                "consistentRead | yes | true or false",
                "consistentRead | TrUe | true or false",
                "maxPages | 0 | a whole number >= 1",
                "maxPages | all | a whole number >= 1",
                "stopAtCount | 0 | a whole number >= 1",
                "stopAtCount | -5 | a whole number >= 1",
                "awsEndpoint | localhost | an absolute http or https URL",
                "awsEndpoint | https://evil.example | an https endpoint of DynamoDB in eu-west-1 that AWS runs,"
                        + " or one that the program allows, as requests to it are signed",
                "awsRegion | EU-WEST-1 | a region such as eu-west-1",
                "tablename | jobs | the key tableName",
                "expressionAttributeValue | {} | the key expressionAttributeValues",
                "expressionAttributeNames | {} | " + NAMES_EXPECTED,
                "expressionAttributeNames | [] | " + NAMES_EXPECTED,
                "expressionAttributeNames | null | " + NAMES_EXPECTED,
                "expressionAttributeNames | status | " + NAMES_EXPECTED,
                "expressionAttributeNames | {\"#s\":\"a\"} x | " + NAMES_EXPECTED,
                "expressionAttributeNames | {\"#s\":\"a\",\"#s\":\"b\"} | " + NAMES_EXPECTED,
                "expressionAttributeValues | {} | " + VALUES_EXPECTED,
                "expressionAttributeValues | [1] | " + VALUES_EXPECTED,
                "expressionAttributeValues | \"x\" | " + VALUES_EXPECTED,
                "expressionAttributeValues | {\":p\":{\"S\":\"x\"} | " + VALUES_EXPECTED,
                "expressionAttributeValues | {':p':{'S':'x'}} | " + VALUES_EXPECTED,
                "expressionAttributeValues | {\":p\":{\"S\":\"x\"},\":p\":{\"S\":\"y\"}} | " + VALUES_EXPECTED,
            })
    void bad_text_is_an_error_that_names_key_text_and_expectation(String key, String text, String expected) {
        Map<String, String> metadata = with(Map.of(key, text));
        if (expected.startsWith("the key ")) {
            metadata.remove(expected.substring("the key ".length()));
        }
        assertThatThrownBy(() -> metric(metadata))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("trigger aws-dynamodb has ")
                .hasMessageContaining("\n  - metadata." + key + ": '" + text + "' is not valid, expected " + expected);
    }

    @Test
    void all_errors_are_reported_at_once() {
        Trigger trigger = Trigger.builder(TYPE)
                .metadata("expressionAttributeValues", "{\":p\": {\"S\": 1}, \":q\": 2}")
                .metadata("targetValue", "x")
                .metadata("maxPages", "0")
                .metadata("consistentRead", "maybe")
                .build();
        assertThatThrownBy(() -> create(trigger, Authentication.none()))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactlyInAnyOrder(
                                        "metadata.tableName",
                                        "metadata.keyConditionExpression",
                                        "metadata.expressionAttributeValues.:p.S",
                                        "metadata.expressionAttributeValues.:q",
                                        "metadata.targetValue",
                                        "metadata.maxPages",
                                        "metadata.consistentRead",
                                        "metadata.awsRegion",
                                        "metadata.awsAccessKeyID"));
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
