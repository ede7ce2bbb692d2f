// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.aws.emulator.AwsEmulatedService;
import io.autoscale.aws.emulator.Emulator;
import io.autoscale.aws.emulator.EmulatorsOf;
import io.autoscale.aws.emulator.TestClients;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.contract.ScalerSourceContract;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Tests the Kinesis source with each available emulator. */
@ParameterizedClass
@EmulatorsOf(AwsEmulatedService.KINESIS)
class KinesisSourceIT implements ScalerSourceContract {

    private final Emulator emulator;
    private final String stream = "orders-" + UUID.randomUUID();
    private KinesisClient kinesis;
    private AwsSources sources;

    KinesisSourceIT(Emulator emulator) {
        this.emulator = emulator;
    }

    @BeforeEach
    void makeStream() {
        kinesis =
                KinesisClient.builder().applyMutation(TestClients.at(emulator)).build();
        kinesis.createStream(request -> request.streamName(stream).shardCount(2));
        awaitActive();
        sources = TestSources.sources().build();
    }

    @AfterEach
    void deleteStream() {
        sources.close();
        kinesis.deleteStream(request -> request.streamName(stream));
        // emulators limit the total number of shards of all streams
        await().until(this::isGone);
        kinesis.close();
    }

    @Override
    public ScalerSource workingSource() {
        return TestSources.source(sources, trigger().build());
    }

    @Override
    public ScalerSource brokenSource() {
        return TestSources.source(
                sources, trigger().streamName("no-such-stream").build());
    }

    @Override
    public Instant now() {
        return InstantSource.system().instant();
    }

    @Test
    void the_value_is_the_number_of_open_shards_and_ignores_lag() {
        for (int i = 0; i < 50; i++) {
            String key = "key-" + i;
            kinesis.putRecord(put -> put.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String("order")));
        }
        try (ScalerSource source = workingSource()) {
            assertThat(source.sample().value())
                    .as("fifty records wait, on two shards")
                    .isEqualTo(2);
        }
    }

    @Test
    void after_a_split_the_closed_parent_is_not_counted() {
        try (ScalerSource source = workingSource()) {
            split(openShards().get(0));
            assertThat(source.sample().value()).isEqualTo(3);
            assertThat(allShards())
                    .as("the parent is still listed, closed")
                    .hasSize(4)
                    .filteredOn(KinesisSourceIT::isClosed)
                    .hasSize(1);
        }
    }

    @Test
    void after_a_merge_only_the_new_shard_counts() {
        try (ScalerSource source = workingSource()) {
            List<Shard> open = openShards();
            kinesis.mergeShards(merge -> merge.streamName(stream)
                    .shardToMerge(open.get(0).shardId())
                    .adjacentShardToMerge(open.get(1).shardId()));
            awaitActive();
            assertThat(source.sample().value()).isEqualTo(1);
            assertThat(allShards()).hasSize(3);
        }
    }

    @Test
    void a_missing_stream_is_not_found_and_named() {
        try (ScalerSource source = brokenSource()) {
            ScalerException failure = Roles.failure(source);
            assertThat(failure.kind()).isEqualTo(ScalerException.Kind.NOT_FOUND);
            assertThat(failure)
                    .hasMessageStartingWith("Kinesis DescribeStreamSummary of no-such-stream in eu-west-1 returned 400"
                            + " ResourceNotFoundException");
        }
    }

    @Test
    void several_triggers_on_one_stream_cost_one_call_a_round() {
        ManualTime time = new ManualTime();
        try (AwsSources sharing = TestSources.sources()
                .clock(time)
                .readSharing(Duration.ofSeconds(1))
                .build()) {
            List<ScalerSource> several = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                several.add(TestSources.source(sharing, trigger().shardCount(i).build()));
            }
            several.forEach(source -> assertThat(source.sample().value()).isEqualTo(2));
            assertThat(sharing.sentCalls()).isEqualTo(Map.of("Kinesis DescribeStreamSummary", 1L));
            time.advance(Duration.ofSeconds(30));
            several.forEach(source -> assertThat(source.sample().value()).isEqualTo(2));
            assertThat(sharing.sentCalls()).isEqualTo(Map.of("Kinesis DescribeStreamSummary", 2L));
            several.forEach(ScalerSource::close);
            assertThat(sharing.clients().openClients()).isZero();
        }
    }

    private KinesisStreamTrigger trigger() {
        return KinesisStreamTrigger.builder()
                .streamName(stream)
                .awsRegion("eu-west-1")
                .awsEndpoint(emulator.endpoint().toString());
    }

    private void split(Shard shard) {
        BigInteger middle = new BigInteger(shard.hashKeyRange().startingHashKey())
                .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                .shiftRight(1);
        kinesis.splitShard(request ->
                request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString()));
        awaitActive();
    }

    private List<Shard> openShards() {
        return allShards().stream().filter(shard -> !isClosed(shard)).toList();
    }

    private List<Shard> allShards() {
        return kinesis.listShards(request -> request.streamName(stream)).shards();
    }

    private static boolean isClosed(Shard shard) {
        return shard.sequenceNumberRange().endingSequenceNumber() != null;
    }

    private void awaitActive() {
        await().atMost(Duration.ofSeconds(30)).until(() -> summary().streamStatus() == StreamStatus.ACTIVE);
    }

    private boolean isGone() {
        try {
            return summary() == null;
        } catch (ResourceNotFoundException e) {
            return true;
        }
    }

    private StreamDescriptionSummary summary() {
        return kinesis.describeStreamSummary(request -> request.streamName(stream))
                .streamDescriptionSummary();
    }
}
