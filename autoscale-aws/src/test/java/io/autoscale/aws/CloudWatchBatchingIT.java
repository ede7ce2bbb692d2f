// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.aws.emulator.CloudWatchMetric;
import io.autoscale.aws.emulator.FakeCloudWatch;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.source.ScalerSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Triggers that share identity, region and window are read in one call, at most once per metric
 * update.
 */
class CloudWatchBatchingIT {

    private final CloudWatchWorld world = new CloudWatchWorld();
    private final List<ScalerSource> sources = new ArrayList<>();

    @AfterEach
    void close() {
        sources.forEach(ScalerSource::close);
        world.close();
    }

    @Test
    void a_thousand_triggers_with_one_identity_and_window_cost_two_calls() {
        for (int i = 0; i < 1_000; i++) {
            put("m" + i, i);
            sources.add(world.source(CloudWatchWorld.metric("m" + i)));
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(sources.get(i).sample().value()).isEqualTo(i);
        }
        assertThat(world.cloudWatch.calls())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.queries()).hasSizeLessThanOrEqualTo(500));
    }

    @Test
    void a_thousand_triggers_on_fifty_metrics_of_a_minute_cost_one_call_and_fifty_metrics_a_minute() {
        for (int i = 0; i < 1_000; i++) {
            sources.add(world.source(CloudWatchWorld.metric("m" + i % 50)));
        }
        for (int tick = 0; tick < 60; tick++) {
            if (tick % 6 == 0) {
                for (int i = 0; i < 50; i++) {
                    put("m" + i, tick);
                }
            }
            int last = tick / 6 * 6;
            sources.forEach(source -> assertThat(source.sample().value()).isEqualTo(last));
            world.time.advance(Duration.ofSeconds(10));
        }
        List<FakeCloudWatch.Call> calls = world.cloudWatch.calls();
        assertThat(calls).hasSizeLessThanOrEqualTo(11);
        assertThat(calls).allSatisfy(call -> assertThat(call.queries()).hasSize(50));
    }

    @Test
    void a_five_minute_metric_is_not_read_again_once_its_period_has_settled() {
        CloudWatchTrigger trigger = CloudWatchWorld.metric("slow").metricStatPeriod(Duration.ofMinutes(5));
        sources.add(world.source(trigger));
        for (int tick = 0; tick < 360; tick++) {
            if (tick % 30 == 0) {
                world.cloudWatch.put(CloudWatchMetric.of("Shop", "slow"), world.minutesAgo(5), 7);
            }
            assertThat(sources.get(0).sample().value()).isEqualTo(7);
            world.time.advance(Duration.ofSeconds(10));
        }
        // twelve periods per hour, each read once when available and once when final
        assertThat(world.cloudWatch.calls().size()).isBetween(12, 25);
    }

    @Test
    void each_region_and_window_needs_its_own_call() {
        world.cloudWatch.put(CloudWatchMetric.of("Shop", "m"), world.minutesAgo(2), 1);
        sources.add(world.source(CloudWatchWorld.metric("m")));
        sources.add(world.source(CloudWatchWorld.metric("m").awsRegion("eu-central-1")));
        sources.add(world.source(CloudWatchWorld.metric("m").metricEndTimeOffset(Duration.ofSeconds(30))));
        sources.add(world.source(CloudWatchWorld.metric("m").metricCollectionTime(Duration.ofMinutes(10))));
        // an equal trigger needs no additional call
        sources.add(world.source(CloudWatchWorld.metric("m")));
        sources.forEach(ScalerSource::sample);
        assertThat(world.cloudWatch.calls()).hasSize(4);
    }

    @Test
    void each_call_holds_at_most_one_metrics_insights_query_plus_other_queries() {
        for (int i = 0; i < 3; i++) {
            String expression = "SELECT MAX(Depth) FROM Shop WHERE Queue = '" + i + "'";
            world.cloudWatch.answerExpression(expression, Map.of(world.minutesAgo(1), (double) i));
            sources.add(world.source(CloudWatchTrigger.builder()
                    .expression(expression)
                    .metricStatPeriod(Duration.ofMinutes(1))
                    .targetMetricValue(1)
                    .awsRegion("eu-west-1")));
            put("m" + i, 10 + i);
            sources.add(world.source(CloudWatchWorld.metric("m" + i)));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(sources.get(2 * i).sample().value()).isEqualTo(i);
            assertThat(sources.get(2 * i + 1).sample().value()).isEqualTo(10 + i);
        }
        assertThat(world.cloudWatch.calls()).hasSize(3);
    }

    @Test
    void concurrent_threads_share_calls_and_get_their_own_values() throws Exception {
        for (int i = 0; i < 200; i++) {
            put("m" + i, i);
            sources.add(world.source(CloudWatchWorld.metric("m" + i)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<Double>> values = new ArrayList<>();
            for (ScalerSource source : sources) {
                values.add(threads.submit(() -> source.sample().value()));
            }
            for (int i = 0; i < values.size(); i++) {
                assertThat(values.get(i).get()).isEqualTo(i);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(world.cloudWatch.calls()).hasSize(1);
    }

    @Test
    void a_group_whose_call_hangs_does_not_delay_another() {
        put("m", 1);
        ScalerSource hanging = world.source(CloudWatchWorld.metric("m"));
        ScalerSource other = world.source(CloudWatchWorld.metric("m").metricCollectionTime(Duration.ofMinutes(10)));
        sources.addAll(List.of(hanging, other));
        world.cloudWatch.replyNext(Reply.never());
        CompletableFuture<Double> first =
                CompletableFuture.supplyAsync(() -> hanging.sample().value());
        await().until(() -> world.cloudWatch.calls().size() == 1);
        assertThat(other.sample().value()).isEqualTo(1);
        assertThat(first).isNotDone();
    }

    private void put(String metric, double value) {
        world.cloudWatch.put(CloudWatchMetric.of("Shop", metric), world.minutesAgo(1), value);
    }
}
