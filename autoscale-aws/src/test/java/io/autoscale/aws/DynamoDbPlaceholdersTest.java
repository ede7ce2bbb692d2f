// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the values of the placeholders in a DynamoDB trigger's expressions. */
class DynamoDbPlaceholdersTest {

    private static final Map<String, String> BOTH = Map.of(
            "tableName", "videos",
            "keyConditionExpression", "#s = :p",
            "expressionAttributeNames", "{\"#s\": \"status\"}",
            "expressionAttributeValues", "{\":p\": {\"S\": \"pending\"}}",
            "targetValue", "7",
            "awsRegion", "eu-west-1");
    private static final String VALUE_EXPECTED =
            "a JSON object with one type of S, N, B, BOOL, NULL, L, M, SS, NS, BS, such as {\"S\": \"x\"}";

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"S\":1} | .S | 1 | a JSON text",
                "{\"S\":null} | .S | null | a JSON text",
                "{\"S\":[\"x\"]} | .S | […] | a JSON text",
                "{\"BOOL\":\"true\"} | .BOOL | true | the JSON value true or false",
                "{\"NULL\":false} | .NULL | false | the JSON value true",
                "{\"B\":\"not base64!\"} | .B | not base64! | base64 in a JSON text",
                "{\"L\":{}} | .L | {} | a JSON list of typed values",
                "{\"M\":[]} | .M | [] | a JSON object of typed values",
                "{\"SS\":[]} | .SS | [] | a JSON list of at least one text, each once",
                "{\"SS\":[\"a\",\"a\"]} | .SS[1] | a | no element twice",
                "{\"BS\":[\"?\"]} | .BS[0] | ? | base64 in a JSON text",
                "{\"X\":\"x\"} |  | X | " + VALUE_EXPECTED,
                "{\"S\":\"x\",\"N\":\"1\"} |  | {…} | " + VALUE_EXPECTED,
                "{} |  | {} | " + VALUE_EXPECTED,
                "\"x\" |  | x | " + VALUE_EXPECTED,
                "null |  | null | " + VALUE_EXPECTED,
                "{\"L\":[{\"S\":\"x\"},{\"M\":{\"a\":{\"S\":2}}}]} | .L[1].M.a.S | 2 | a JSON text",
            })
    void a_value_of_the_wrong_json_type_is_an_error_that_names_the_place(
            String value, String path, String text, String expected) {
        assertThatThrownBy(() -> metric(with(Map.of("expressionAttributeValues", "{\":p\": " + value + "}"))))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("trigger aws-dynamodb has 1 error:\n  - metadata.expressionAttributeValues.:p"
                        + (path == null ? "" : path) + ": '" + text + "' is not valid, expected " + expected);
    }

    @Test
    void attribute_names_are_optional_if_no_expression_uses_one() {
        Map<String, String> metadata = with(Map.of("keyConditionExpression", "state = :p"));
        metadata.remove("expressionAttributeNames");
        assertThat(metric(metadata).name()).isEqualTo("s0-aws-dynamodb-videos");
    }

    @Test
    void attribute_names_are_required_if_an_expression_uses_one() {
        Map<String, String> metadata = with(Map.of());
        metadata.remove("expressionAttributeNames");
        assertThatThrownBy(() -> metric(metadata))
                .hasMessage("trigger aws-dynamodb has 1 error:\n  - metadata.keyConditionExpression: '#s' is not valid,"
                        + " expected only placeholders that are keys of metadata.expressionAttributeNames");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "filterExpression | #t = :p | filterExpression: '#t' is not valid,"
                        + " expected only placeholders that are keys of metadata.expressionAttributeNames",
                "filterExpression | #s = :q | filterExpression: ':q' is not valid,"
                        + " expected only placeholders that are keys of metadata.expressionAttributeValues",
                "expressionAttributeNames | {\"#s\":\"a\",\"#t\":\"b\"} | expressionAttributeNames: '#t' is not valid,"
                        + " expected only keys that an expression uses",
                "expressionAttributeValues | {\":p\":{\"S\":\"a\"},\":q\":{\"S\":\"b\"}} | expressionAttributeValues:"
                        + " ':q' is not valid, expected only keys that an expression uses",
                "expressionAttributeNames | {\"#s\":7} | expressionAttributeNames.#s: '7' is not valid,"
                        + " expected a JSON text, the name of an attribute",
                "expressionAttributeNames | {\"#s\":\"\"} | expressionAttributeNames.#s: '' is not valid,"
                        + " expected a JSON text, the name of an attribute",
            })
    void an_undefined_or_unused_placeholder_is_an_error(String key, String text, String error) {
        assertThatThrownBy(() -> metric(with(Map.of(key, text))))
                .hasMessage("trigger aws-dynamodb has 1 error:\n  - metadata." + error);
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> metadata = new TreeMap<>(BOTH);
        metadata.putAll(more);
        return metadata;
    }

    private MetricSpec metric(Map<String, String> metadata) {
        Trigger trigger = Trigger.builder("aws-dynamodb").metadata(metadata).build();
        try (ScalerSource source = TestSources.source(sources, trigger)) {
            return source.metric();
        }
    }
}
