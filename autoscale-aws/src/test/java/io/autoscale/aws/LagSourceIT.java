// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.AwsEmulatedService;
import io.autoscale.aws.emulator.CloudWatchMetric;
import io.autoscale.aws.emulator.Emulator;
import io.autoscale.aws.emulator.EmulatorsOf;
import io.autoscale.aws.emulator.FakeCloudWatch;
import io.autoscale.aws.emulator.TestClients;
import io.autoscale.aws.lag.KinesisIteratorAgeTrigger;
import io.autoscale.aws.lag.SqsQueueAgeTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Ages come from CloudWatch, and what CloudWatch does not know from the queue or the stream itself. */
class LagSourceIT {

    private final ManualTime time = new ManualTime();
    private final FakeCloudWatch cloudWatch = FakeCloudWatch.start(time);
    private final String name = "lag-" + UUID.randomUUID();
    private AwsSources sources;

    @AfterEach
    void close() {
        if (sources != null) {
            sources.close();
        }
        cloudWatch.close();
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.SQS)
    void the_age_of_the_oldest_message_is_the_value(Emulator emulator) {
        put("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", 450);
        try (ScalerSource source = queueAge(emulator)) {
            MetricSample sample = source.sample();
            assertThat(sample.value()).isEqualTo(450);
            assertThat(sample.parts()).containsEntry("ageSeconds", 60.0);
        }
        assertThat(sources.sentCalls()).containsOnlyKeys("CloudWatch GetMetricData");
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.SQS)
    void without_a_datapoint_an_empty_queue_has_no_age_and_one_that_is_not_empty_fails(Emulator emulator) {
        try (SqsClient sqs =
                SqsClient.builder().applyMutation(TestClients.at(emulator)).build()) {
            String url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
            try (ScalerSource source = queueAge(emulator)) {
                assertThat(source.sample().value()).isZero();
                sqs.sendMessage(request -> request.queueUrl(url).messageBody("video"));
                assertThatThrownBy(source::sample)
                        .isInstanceOfSatisfying(
                                ScalerException.class,
                                e -> assertThat(e.kind()).isEqualTo(ScalerException.Kind.UNAVAILABLE))
                        .hasMessageContaining(name)
                        .hasMessageContaining("its age is not known");
            }
            sqs.deleteQueue(request -> request.queueUrl(url));
        }
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.KINESIS)
    void readers_grow_with_the_age_and_never_above_the_open_shards(Emulator emulator) {
        try (KinesisClient kinesis = stream(emulator, 3)) {
            put("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", 40_000);
            try (ScalerSource source = iteratorAge(emulator)) {
                assertThat(source.sample().value()).isEqualTo(40);
                assertThat(sources.sentCalls()).containsOnlyKeys("CloudWatch GetMetricData");

                time.advance(Duration.ofMinutes(2));
                put("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", 130_000);
                assertThat(source.sample().value()).isEqualTo(130);

                time.advance(Duration.ofMinutes(2));
                put("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", 7_200_000);
                MetricSample sample = source.sample();
                // three shards of a minute's target each
                assertThat(sample.value()).isEqualTo(180);
                assertThat(sample.parts()).containsEntry("openShards", 3.0).containsEntry("iteratorAgeSeconds", 7200.0);
            }
            kinesis.deleteStream(request -> request.streamName(name));
        }
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.KINESIS)
    void while_nobody_reads_records_that_come_in_want_one_reader(Emulator emulator) {
        try (ScalerSource source = iteratorAge(emulator)) {
            assertThat(source.sample().value()).isZero();

            time.advance(Duration.ofMinutes(2));
            put("AWS/Kinesis", "IncomingRecords", "StreamName", 12);
            MetricSample sample = source.sample();
            assertThat(sample.value()).isEqualTo(60);
            assertThat(sample.parts()).containsEntry("incomingRecords", 12.0);
        }
        assertThat(cloudWatch.calls()).hasSizeLessThanOrEqualTo(2);
    }

    private ScalerSource queueAge(Emulator emulator) {
        return source(
                AwsService.SQS,
                emulator,
                SqsQueueAgeTrigger.builder()
                        .queueUrl(name)
                        .targetAge(Duration.ofMinutes(5))
                        .awsRegion("eu-west-1")
                        .build());
    }

    private ScalerSource iteratorAge(Emulator emulator) {
        return source(
                AwsService.KINESIS,
                emulator,
                KinesisIteratorAgeTrigger.builder()
                        .streamName(name)
                        .targetAge(Duration.ofMinutes(1))
                        .awsRegion("eu-west-1")
                        .build());
    }

    private ScalerSource source(AwsService service, Emulator emulator, Trigger trigger) {
        sources = TestSources.sources()
                .clock(time)
                .endpoints(Endpoints.awsOnly()
                        .allowingLoopback()
                        .with(AwsService.CLOUDWATCH, cloudWatch.endpoint())
                        .with(service, emulator.endpoint()))
                .build();
        return TestSources.source(sources, trigger);
    }

    private KinesisClient stream(Emulator emulator, int shards) {
        KinesisClient kinesis =
                KinesisClient.builder().applyMutation(TestClients.at(emulator)).build();
        kinesis.createStream(request -> request.streamName(name).shardCount(shards));
        await().until(() -> kinesis.describeStreamSummary(request -> request.streamName(name))
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE);
        return kinesis;
    }

    private void put(String namespace, String metric, String dimension, double value) {
        cloudWatch.put(
                CloudWatchMetric.of(namespace, metric, dimension, name),
                time.instant().minusSeconds(60),
                value);
    }
}
