// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The metadata that names the event source, which jobs get as variables. */
class EventSourceTest {

    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/videos";
    private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void a_metric_names_its_event_source_by_the_key_of_the_trigger() {
        assertThat(eventSource(SqsQueueTrigger.builder()
                        .queueUrl(URL)
                        .awsRegion("eu-west-1")
                        .build()))
                .isEqualTo(Map.of("queueURL", URL));
        assertThat(eventSource(DynamoDbStreamsTrigger.builder()
                        .tableName("orders")
                        .awsRegion("eu-west-1")
                        .build()))
                .isEqualTo(Map.of("tableName", "orders"));
        assertThat(eventSource(KinesisStreamTrigger.builder()
                        .streamArn(STREAM)
                        .awsRegion("eu-west-1")
                        .build()))
                .isEqualTo(Map.of("streamArn", STREAM));
        assertThat(eventSource(CloudWatchTrigger.builder()
                        .metric("Shop", "Orders")
                        .targetMetricValue(1)
                        .awsRegion("eu-west-1")
                        .build()))
                .isEmpty();
    }

    @Test
    void the_value_of_a_variable_is_not_given_to_jobs() {
        Trigger trigger = Trigger.builder(SqsQueueTrigger.TYPE)
                .metadata("queueURLFromEnv", "QUEUE")
                .metadata("awsRegion", "eu-west-1")
                .build();
        try (ScalerSource source = TestSources.factory(sources, trigger.type())
                .create(TestSources.context(trigger, TestSources.keys(), Map.of("QUEUE", URL)))) {
            assertThat(source.metric().eventSource()).isEmpty();
        }
    }

    @Test
    void a_null_value_is_rejected_with_its_key() {
        assertThatNullPointerException()
                .isThrownBy(() -> SqsQueueTrigger.builder().queueUrl(null))
                .withMessage("metadata.queueURL");
    }

    private Map<String, String> eventSource(Trigger trigger) {
        try (ScalerSource source = TestSources.source(sources, trigger)) {
            return source.metric().eventSource();
        }
    }
}
