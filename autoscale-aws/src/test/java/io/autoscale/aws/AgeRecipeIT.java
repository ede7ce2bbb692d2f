// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.emulator.CloudWatchMetric;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.demand.DemandCalculation;
import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.TriggerReading;
import io.autoscale.workload.ReplicaBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the age-based triggers of {@code docs/aws.md}. */
class AgeRecipeIT {

    private final CloudWatchWorld world = new CloudWatchWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_queue_at_twice_the_target_age_needs_two_jobs_and_an_idle_queue_none() {
        CloudWatchTrigger lateVideos = recipe("AWS/SQS", "ApproximateAgeOfOldestMessage")
                .dimension("QueueName", "videos")
                .metricStat("Maximum")
                .targetMetricValue(300);

        assertThat(jobs(lateVideos)).isZero();

        put("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "videos", 600);
        assertThat(jobs(lateVideos)).isEqualTo(2);
    }

    @Test
    void readers_of_a_stream_grow_with_their_age_up_to_the_maximum() {
        put("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", "orders", 130_000);
        put("AWS/Kinesis", "IncomingRecords", "StreamName", "orders", 12);
        assertThat(jobs(lateOrders(), newOrders())).isEqualTo(3);

        world.time.advance(Duration.ofMinutes(1));
        put("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", "orders", 7_200_000);
        assertThat(jobs(lateOrders(), newOrders())).isEqualTo(4);
    }

    @Test
    void new_records_without_a_reader_start_one_reader() {
        assertThat(jobs(lateOrders(), newOrders())).isZero();

        put("AWS/Kinesis", "IncomingRecords", "StreamName", "orders", 12_000_000);
        assertThat(jobs(lateOrders(), newOrders())).isEqualTo(1);
    }

    private static CloudWatchTrigger lateOrders() {
        return recipe("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds")
                .dimension("StreamName", "orders")
                .metricStat("Maximum")
                .targetMetricValue(60_000);
    }

    private static CloudWatchTrigger newOrders() {
        return recipe("AWS/Kinesis", "IncomingRecords")
                .dimension("StreamName", "orders")
                .metricStat("Sum")
                .targetMetricValue(1_000_000_000);
    }

    private static CloudWatchTrigger recipe(String namespace, String metric) {
        return CloudWatchTrigger.builder()
                .metric(namespace, metric)
                .metricStatPeriod(Duration.ofMinutes(1))
                .metricCollectionTime(Duration.ofMinutes(5))
                .valueWithoutDatapoint(0)
                .awsRegion("eu-west-1");
    }

    private void put(String namespace, String metric, String dimension, String name, double value) {
        world.cloudWatch.put(CloudWatchMetric.of(namespace, metric, dimension, name), world.minutesAgo(1), value);
    }

    private long jobs(CloudWatchTrigger... triggers) {
        List<TriggerReading> readings = new ArrayList<>();
        for (CloudWatchTrigger trigger : triggers) {
            try (ScalerSource source = world.source(trigger)) {
                readings.add(new TriggerReading.Observed(source.metric().name(), source.metric(), source.sample()));
            }
        }
        return DemandCalculation.of(readings, new ReplicaBounds(0, 4), MultipleScalersCalculation.MAX)
                .desiredJobs();
    }
}
