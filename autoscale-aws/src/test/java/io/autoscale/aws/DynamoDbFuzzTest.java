// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * For any metadata, the DynamoDB source factory either creates a source or reports a list of
 * errors.
 */
class DynamoDbFuzzTest {

    private static final int TEXTS = 100_000;
    private static final String[] TYPES = {"S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS", "X", ""};
    private static final String[] ATOMS = {
        "\"x\"",
        "\"\"",
        "\"AAH/\"",
        "\"1\"",
        "\"-1.5e3\"",
        "\"1e999999999\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "1",
        "-0",
        "1e400",
        "true",
        "false",
        "null",
        "[]",
        "{}",
        "\"#s\"",
        "\":p\"",
        "NaN",
        "'x'",
        "\"😀\"",
        "/*c*/1"
    };
    private static final String[] MUTATIONS = {
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\u0000", "\ud800", "é", " ", "9", "#", "null", "\\u12", "\n",
        "\ufeff"
    };

    private final Random random = new Random(56);

    @Test
    void random_json_throws_only_invalid_configuration() {
        int accepted = 0;
        int refused = 0;
        try (AwsSources sources = TestSources.sources().build();
                ScalerSource keepsTheClient = TestSources.source(sources, trigger("{\":p\":{\"S\":\"x\"}}", null))) {
            assertThat(keepsTheClient.metric()).isNotNull();
            ScalerSourceFactory factory = TestSources.factory(sources, "aws-dynamodb");
            for (int i = 0; i < TEXTS; i++) {
                String values = mutated("{\":p\":" + (random.nextInt(8) == 0 ? json(3) : value(3)) + "}");
                String names = random.nextInt(3) == 0 ? mutated("{\"#s\":" + json(1) + "}") : null;
                try {
                    factory.create(TestSources.context(trigger(values, names))).close();
                    accepted++;
                } catch (InvalidConfigurationException e) {
                    refused++;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("names " + names + ", values " + values, e);
                }
            }
        }
        assertThat(accepted).as("accepted").isGreaterThan(TEXTS / 20);
        assertThat(refused).as("refused").isGreaterThan(TEXTS / 5);
    }

    private static Trigger trigger(String values, String names) {
        Trigger.Builder trigger = Trigger.builder("aws-dynamodb")
                .metadata(Map.of(
                        "tableName", "videos",
                        "awsRegion", "eu-west-1",
                        "targetValue", "1",
                        "keyConditionExpression", names == null ? "state = :p" : "#s = :p",
                        "expressionAttributeValues", values));
        if (names != null) {
            trigger.metadata("expressionAttributeNames", names);
        }
        return trigger.build();
    }

    /** A typed value, sometimes with a wrong type. */
    private String value(int depth) {
        String type = TYPES[random.nextInt(TYPES.length)];
        if (random.nextInt(6) == 0) {
            return "{\"" + type + "\":" + json(depth) + "}";
        }
        String content = switch (type) {
            case "S" -> "\"x" + random.nextInt() + "\"";
            case "N" -> "\"" + random.nextInt() + "\"";
            case "B" -> "\"AAH/\"";
            case "BOOL" -> String.valueOf(random.nextBoolean());
            case "NULL" -> "true";
            case "SS" -> "[\"a\",\"b\"]";
            case "NS" -> "[\"1\",\"" + random.nextInt(3) + "\"]";
            case "BS" -> "[\"AA==\"]";
            case "L" -> depth == 0 ? "[]" : "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            case "M" -> depth == 0 ? "{}" : "{\"k\":" + value(depth - 1) + "}";
            default -> json(depth);
        };
        return "{\"" + type + "\":" + content + "}";
    }

    private String json(int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        return switch (kind) {
            case 1 -> "[" + json(depth - 1) + "," + json(depth - 1) + "]";
            case 2 -> "{\"" + TYPES[random.nextInt(TYPES.length)] + "\":" + json(depth - 1) + "}";
            case 3 -> "{\":a\":" + json(depth - 1) + ",\"#b\":" + value(depth - 1) + "}";
            default -> ATOMS[random.nextInt(ATOMS.length)];
        };
    }

    /**
     * Returns half of the texts unchanged; inserts, removes or truncates characters in the others.
     */
    private String mutated(String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextBoolean() ? 0 : 1 + random.nextInt(3); i > 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.insert(at, MUTATIONS[random.nextInt(MUTATIONS.length)]);
                case 1 -> mutated.deleteCharAt(at);
                default -> mutated.setLength(random.nextInt(10) == 0 ? at : mutated.length());
            }
        }
        return mutated.toString();
    }
}
