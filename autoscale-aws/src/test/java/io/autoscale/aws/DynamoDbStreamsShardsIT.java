// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.emulator.StreamOfShards;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests how the shards of a stream are counted: pages, closed shards and new streams. Emulators do
 * not implement these correctly.
 */
class DynamoDbStreamsShardsIT {

    private final ManualTime time = new ManualTime();
    private final StreamOfShards shards = new StreamOfShards();
    private final FaultyServer server = FaultyServer.start().always(shards);
    private final AwsSources sources = TestSources.sources().clock(time).build();

    @AfterEach
    void close() {
        sources.close();
        server.close();
    }

    @Test
    void closed_shards_are_not_counted_if_only_open_shards_count() {
        shards.hold("first", 4, 40);
        MetricSample open = sample(trigger().openShardsOnly(true));
        assertThat(open.value()).isEqualTo(4);
        assertThat(open.parts()).isEqualTo(Map.of("shards", 44.0, "openShards", 4.0));
    }

    @Test
    void all_shards_count_by_default() {
        shards.hold("first", 4, 40);
        MetricSample all = sample(trigger());
        assertThat(all.value()).isEqualTo(44);
        assertThat(all.parts()).isEqualTo(Map.of("shards", 44.0, "openShards", 4.0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, 0, 1", "100, 0, 1", "99, 2, 2", "0, 200, 2", "130, 320, 5"})
    void every_page_counts_once(int open, int closed, int pages) {
        shards.hold("first", open, closed);
        MetricSample sample = sample(trigger());
        assertThat(sample.value()).isEqualTo(open + closed);
        assertThat(sample.parts()).containsEntry("openShards", (double) open);
        assertThat(server.requests()).hasSize(1 + pages);
    }

    @Test
    void a_read_beyond_the_page_limit_fails_with_a_suggested_fix() {
        shards.hold("first", 0, 201);
        assertFails(
                trigger().maxPages(2),
                Kind.CONFIGURATION,
                "DynamoDB Streams DescribeStream of videos in eu-west-1 stopped after 2 pages with 200 shards:"
                        + " raise metadata.maxPages");
        assertThat(sample(trigger().maxPages(3)).value()).isEqualTo(201);
    }

    @Test
    void pages_that_never_end_are_an_error() {
        server.then(StreamOfShards.table("first"))
                .always(Reply.json(
                        200,
                        "{\"StreamDescription\":{\"Shards\":[{\"ShardId\":\"s\"}],\"LastEvaluatedShardId\":\"s\"}}"));
        assertFails(
                trigger().maxPages(3),
                Kind.CONFIGURATION,
                "DynamoDB Streams DescribeStream of videos in eu-west-1 stopped after 3 pages with 3 shards: raise"
                        + " metadata.maxPages");
    }

    @Test
    void the_stream_of_a_table_is_looked_up_once_in_five_minutes() {
        shards.hold("first", 3, 0);
        try (ScalerSource source = TestSources.source(sources, trigger().build())) {
            source.sample();
            time.advance(Duration.ofMinutes(5).minusMillis(1));
            source.sample();
            assertThat(operations()).containsExactly("DescribeTable", "DescribeStream", "DescribeStream");
            time.advance(Duration.ofMillis(1));
            source.sample();
            assertThat(operations())
                    .endsWith("DescribeStream", "DescribeTable", "DescribeStream")
                    .hasSize(5);
        }
    }

    @Test
    void a_clock_that_is_set_back_does_not_keep_an_old_stream() {
        AtomicReference<Instant> now = new AtomicReference<>(ManualTime.START);
        try (AwsSources own = TestSources.sources().clock(now::get).build();
                ScalerSource source = TestSources.source(own, trigger().build())) {
            shards.hold("first", 3, 0);
            assertThat(source.sample().value()).isEqualTo(3);
            shards.hold("second", 7, 0);
            now.set(ManualTime.START.minus(Duration.ofDays(1)));
            assertThat(source.sample().value()).isEqualTo(7);
        }
    }

    @Test
    void a_reenabled_stream_is_found_within_five_minutes_even_if_the_old_one_is_readable() {
        try (ScalerSource source = TestSources.source(sources, trigger().build())) {
            shards.hold("first", 3, 0);
            assertThat(source.sample().value()).isEqualTo(3);
            shards.hold("second", 7, 0);
            time.advance(Duration.ofMinutes(5));
            assertThat(source.sample().value()).isEqualTo(7);
            assertThat(server.requests().get(3).text()).contains(StreamOfShards.arn("second"));
        }
    }

    @Test
    void a_replaced_stream_is_looked_up_and_read_in_the_same_round() {
        try (ScalerSource source = TestSources.source(sources, trigger().build())) {
            shards.hold("first", 3, 0);
            assertThat(source.sample().value()).isEqualTo(3);
            shards.drop("first").hold("second", 7, 0);
            assertThat(source.sample().value()).isEqualTo(7);
            assertThat(operations())
                    .containsExactly(
                            "DescribeTable", "DescribeStream", "DescribeStream", "DescribeTable", "DescribeStream");
        }
    }

    @Test
    void a_stream_replaced_between_two_pages_restarts_the_count() {
        shards.hold("first", 0, 150);
        try (ScalerSource source = TestSources.source(sources, trigger().build())) {
            assertThat(source.sample().value()).isEqualTo(150);
            server.then(shards)
                    .then(request -> shards.drop("first").hold("second", 7, 0).reply(request));
            assertThat(source.sample().value()).isEqualTo(7);
        }
    }

    @Test
    void an_absent_stream_is_looked_up_once_a_round_and_reported_as_not_found() {
        Reply gone = Reply.json(400, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\"}");
        server.then(StreamOfShards.table("first"), gone, StreamOfShards.table("first"), gone);
        try (ScalerSource source = TestSources.source(sources, trigger().build())) {
            for (int round = 1; round <= 2; round++) {
                assertThatThrownBy(source::sample)
                        .isInstanceOfSatisfying(
                                ScalerException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
                        .hasMessageContaining("DynamoDB Streams DescribeStream of videos in eu-west-1");
                assertThat(server.requests()).hasSize(2 * round);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"Table\":{}}",
                "{\"Table\":{\"LatestStreamArn\":\"\"}}",
                "{\"Table\":{\"StreamSpecification\":{\"StreamEnabled\":false}}}",
            })
    void a_table_without_a_stream_is_an_error_that_says_how_to_enable_it(String body) {
        server.then(Reply.json(200, body));
        assertFails(
                trigger(),
                Kind.NOT_FOUND,
                "DynamoDB DescribeTable of videos in eu-west-1 found no stream: enable one, for example: aws"
                        + " dynamodb update-table --table-name videos --stream-specification"
                        + " StreamEnabled=true,StreamViewType=KEYS_ONLY");
    }

    @Test
    void triggers_on_one_table_share_a_read() {
        shards.hold("first", 4, 40);
        try (AwsSources sharing = AwsSources.builder()
                        .endpoints(Endpoints.awsOnly().allowingLoopback())
                        .clock(time)
                        .build();
                ScalerSource all = TestSources.source(sharing, trigger().build());
                ScalerSource open = TestSources.source(
                        sharing, trigger().openShardsOnly(true).build())) {
            assertThat(all.sample().value()).isEqualTo(44);
            assertThat(open.sample().value()).isEqualTo(4);
        }
        assertThat(operations()).containsExactly("DescribeTable", "DescribeStream");
    }

    private void assertFails(DynamoDbStreamsTrigger trigger, Kind kind, String message) {
        try (ScalerSource source = TestSources.source(sources, trigger.build())) {
            assertThatThrownBy(source::sample)
                    .isInstanceOfSatisfying(
                            ScalerException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                    .hasMessage(message);
        }
    }

    private MetricSample sample(DynamoDbStreamsTrigger trigger) {
        try (ScalerSource source = TestSources.source(sources, trigger.build())) {
            return source.sample();
        }
    }

    private List<String> operations() {
        return server.requests().stream().map(StreamOfShards::operation).toList();
    }

    private DynamoDbStreamsTrigger trigger() {
        return DynamoDbStreamsTrigger.builder()
                .tableName("videos")
                .awsRegion("eu-west-1")
                .awsEndpoint(server.endpoint().toString());
    }
}
