// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** For any trigger metadata, a source is created or errors are reported, without other effects. */
class TriggerFuzzTest {

    private static final long SEED = Long.getLong("autoscale.fuzz.seed", 20_261_125L);
    private static final int MUTATIONS = Integer.getInteger("autoscale.fuzz.mutations", 20_000);
    private static final Map<String, Map<String, String>> VALID = Map.of(
            "aws-sqs-queue",
            Map.of("queueURL", "videos", "queueLength", "5", "awsRegion", "eu-west-1", "scaleOnInFlight", "true"),
            "aws-cloudwatch",
            Map.of(
                    "namespace", "Shop",
                    "metricName", "Backlog",
                    "dimensionName", "Queue;Tier",
                    "dimensionValue", "orders;gold",
                    "targetMetricValue", "5",
                    "minMetricValue", "0",
                    "metricStatPeriod", "60",
                    "awsRegion", "eu-west-1"),
            "aws-dynamodb",
            Map.of(
                    "tableName", "orders",
                    "keyConditionExpression", "shop = :shop",
                    "expressionAttributeValues", "{\":shop\":{\"S\":\"one\"}}",
                    "targetValue", "5",
                    "awsRegion", "eu-west-1"),
            "aws-dynamodb-streams",
            Map.of("tableName", "orders", "shardCount", "2", "awsRegion", "eu-west-1"),
            "aws-kinesis-stream",
            Map.of("streamName", "clicks", "shardCount", "2", "awsRegion", "eu-west-1"));
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "-1",
            "0",
            "1e999",
            "NaN",
            "5 ",
            "+5",
            "007",
            "9223372036854775808",
            "\u0000",
            "\n",
            "${NAME}",
            "arn:aws:sqs:eu-west-1:123456789012:q",
            "http://",
            "http://[",
            "https://x/1/2?a=b#c",
            "http://user@host/1/2",
            "../../x",
            "{",
            "[]",
            "{\"a\":{\"B\":\"%\"}}",
            "{\":a\":{\"L\":[{\"M\":{}}]}}",
            ";",
            ";;;",
            "a;b;c",
            "true",
            "1".repeat(10_000),
            "x".repeat(100_000),
            "[".repeat(10_000),
            "{\"a\":".repeat(5_000),
            "\uD800",
            "\u202E");

    @Test
    void a_source_is_created_or_its_errors_are_reported() {
        List<String> types = new ArrayList<>(VALID.keySet());
        types.sort(null);
        try (AwsSources sources = AwsSources.create()) {
            for (int i = 0; i < MUTATIONS; i++) {
                Random random = new Random(SEED + i);
                String type = types.get(random.nextInt(types.size()));
                Trigger trigger = Trigger.builder(type)
                        .metadata(mutated(VALID.get(type), random))
                        .build();
                ScalerSourceFactory factory = TestSources.factory(sources, type);
                try (ScalerSource source = factory.create(new SourceContext(
                        trigger, 0, TestSources.keys(), EnvironmentLookup.none(), InstantSource.system()))) {
                    assertThat(source).isNotNull();
                } catch (InvalidConfigurationException | ScalerException e) {
                    assertThat(e.getMessage()).isNotBlank();
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError("seed " + (SEED + i) + ": " + trigger, e);
                }
            }
        }
    }

    private static Map<String, String> mutated(Map<String, String> valid, Random random) {
        Map<String, String> metadata = new LinkedHashMap<>(valid);
        List<String> keys = new ArrayList<>(valid.keySet());
        keys.sort(null);
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            String key = keys.get(random.nextInt(keys.size()));
            String text = TEXTS.get(random.nextInt(TEXTS.size()));
            switch (random.nextInt(5)) {
                case 0 -> metadata.remove(key);
                case 1 -> metadata.put(key, metadata.getOrDefault(key, "") + text);
                case 2 -> {
                    // each one causes a warning in the log
                    if (random.nextInt(20) == 0) {
                        metadata.put(text.isBlank() ? "x" : text.substring(0, Math.min(20, text.length())), "1");
                    }
                }
                case 3 -> metadata.put(key + "FromEnv", "VARIABLE");
                default -> metadata.put(key, text);
            }
        }
        return metadata;
    }
}
