// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerMetadataTest {

    private static final Map<String, String> VARIABLES = Map.of("QUEUE", "from-env");

    private final List<Violation> warnings = new ArrayList<>();

    private TriggerMetadata reader(Map<String, String> metadata) {
        return TriggerMetadata.of(
                Trigger.builder("x").metadata(metadata).build(), EnvironmentLookup.of(VARIABLES), warnings::add);
    }

    @Test
    void an_absent_key_gives_the_default() {
        TriggerMetadata reader = reader(Map.of("blank", "  "));

        assertThat(reader.text("a")).isEmpty();
        assertThat(reader.text("blank")).isEmpty();
        assertThat(reader.textOrFromEnv("b")).isEmpty();
        assertThat(reader.wholeNumber("c", 5, 1)).isEqualTo(5);
        assertThat(reader.wholeNumber("blank", 6, 1)).isEqualTo(6);
        assertThat(reader.number("d", 0.5)).isEqualTo(0.5);
        assertThat(reader.bool("e", true)).isTrue();
        assertThat(reader.bool("f", false)).isFalse();
        reader.validate();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "' 7 ', 7", "1, 1", "9223372036854775807, 9223372036854775807"})
    void a_whole_number_is_read(String text, long number) {
        assertThat(reader(Map.of("n", text)).wholeNumber("n", 0, 1)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "0.25, 0.25", "-1, -1", "1e3, 1000", "' 2 ', 2", "0.5E-1, 0.05"})
    void a_decimal_is_read(String text, double number) {
        assertThat(reader(Map.of("n", text)).number("n", 0)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "t, true",
        "T, true",
        "TRUE, true",
        "true, true",
        "True, true",
        "0, false",
        "f, false",
        "F, false",
        "FALSE, false",
        "false, false",
        "False, false",
        "' true ', true"
    })
    void a_flag_is_read_in_every_spelling(String text, boolean flag) {
        assertThat(reader(Map.of("n", text)).bool("n", !flag)).isEqualTo(flag);
    }

    @Test
    void an_explicit_value_takes_precedence_over_the_environment() {
        assertThat(reader(Map.of("queueURL", "own", "queueURLFromEnv", "QUEUE")).textOrFromEnv("queueURL"))
                .contains("own");
        assertThat(reader(Map.of("queueURL", " ", "queueURLFromEnv", "QUEUE")).textOrFromEnv("queueURL"))
                .contains("from-env");
        assertThat(reader(Map.of("queueURL", "own", "queueURLFromEnv", "MISSING"))
                        .textOrFromEnv("queueURL"))
                .contains("own");
    }

    @Test
    void an_unknown_key_is_a_warning() {
        TriggerMetadata reader = reader(Map.of("queueLength", "5", "colour", "red", "size", "1"));
        reader.wholeNumber("queueLength", 5, 1);

        reader.validate();
        assertThat(warnings)
                .extracting(Violation::toString)
                .containsExactly(
                        "metadata.colour is not a key of trigger x and has no effect",
                        "metadata.size is not a key of trigger x and has no effect");
    }

    @Test
    void a_probable_misspelling_of_a_present_key_is_a_warning() {
        TriggerMetadata reader = reader(Map.of("queueLength", "5", "queueLengths", "6"));
        reader.wholeNumber("queueLength", 5, 1);

        reader.validate();
        assertThat(warnings).extracting(Violation::path).containsExactly("metadata.queueLengths");
    }

    @Test
    void an_ignored_key_is_known() {
        TriggerMetadata reader = reader(Map.of("identityOwner", "pod"));
        reader.markKnown("identityOwner", "awsRegion");

        reader.validate();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "awsSecretAccessKey, true",
        "awsAccessKeyID, true",
        "awsSessionToken, true",
        "PASSWORD, true",
        "credentials, true",
        "passwordFromEnv, false",
        "queueURL, false",
    })
    void a_key_is_sensitive_if_a_word_of_it_is(String key, boolean sensitive) {
        assertThat(SensitiveKeys.isSensitive(key)).isEqualTo(sensitive);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queueURLFromEnv",
                "queueLength",
                "activationQueueLength",
                "scaleOnInFlight",
                "scaleOnDelayed",
                "awsRegion",
                "awsEndpoint",
                "identityOwner",
                "awsAccountId",
                "namespace",
                "metricName",
                "dimensionName",
                "dimensionValue",
                "expression",
                "targetMetricValue",
                "metricStat",
                "metricStatPeriod",
                "metricCollectionTime",
                "metricEndTimeOffset",
                "metricUnit",
                "minMetricValue",
                "ignoreNullValues",
                "tableName",
                "indexName",
                "keyConditionExpression",
                "expressionAttributeNames",
                "expressionAttributeValues",
                "targetValue",
                "streamName",
                "shardCount",
                "activationShardCount",
                "desiredReplicas",
                "timezone",
                "unsafeSsl",
            })
    void a_key_that_holds_no_secret_is_shown(String key) {
        assertThat(SensitiveKeys.isSensitive(key)).isFalse();
    }

    @Test
    void an_environment_lookup_returns_its_variables() {
        assertThat(EnvironmentLookup.of(VARIABLES).get("QUEUE")).contains("from-env");
        assertThat(EnvironmentLookup.of(VARIABLES).get("queue")).isEmpty();
        assertThat(EnvironmentLookup.none().get("QUEUE")).isEmpty();
    }
}
