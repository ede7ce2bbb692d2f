// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.emulator.CloudWatchMetric;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the error handling of the CloudWatch source with failures injected over a socket. */
class CloudWatchFailureIT {

    private static final String CALL = "CloudWatch GetMetricData of Shop Depth in eu-west-1";

    private final CloudWatchWorld world = new CloudWatchWorld(TestSources.impatient(AwsSources.builder()));

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("io.autoscale.aws.Failures#ofAnyService")
    void a_service_error_has_a_kind_and_shows_no_secret(int status, String code, Kind kind) {
        world.cloudWatch.failNextCall(status, code, "about " + TestSources.SECRET);
        try (ScalerSource source = world.source(CloudWatchWorld.depth())) {
            Failures.assertFails(source, kind, CALL + " returned " + status + " " + code);
        }
        assertThat(world.cloudWatch.calls()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("io.autoscale.aws.Failures#onTheWire")
    void a_connection_without_a_response_gives_no_value(Reply reply, Kind kind) {
        world.cloudWatch.replyNext(reply);
        try (ScalerSource source = world.source(CloudWatchWorld.depth())) {
            Failures.assertFails(source, kind, CALL);
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        try (ScalerSource source = world.source(CloudWatchWorld.depth())) {
            world.cloudWatch.close();
            Failures.assertFails(source, Kind.UNAVAILABLE, CALL);
        }
    }

    @Test
    void a_failed_call_is_not_repeated_by_each_trigger_and_the_next_round_succeeds() {
        world.cloudWatch.failNextCall(503, "ServiceUnavailable", "down");
        put("Depth");
        put("Age");
        try (ScalerSource depth = world.source(CloudWatchWorld.depth());
                ScalerSource age = world.source(CloudWatchWorld.metric("Age"))) {
            Failures.assertFails(depth, Kind.UNAVAILABLE, "ServiceUnavailable");
            Failures.assertFails(age, Kind.UNAVAILABLE, "ServiceUnavailable");
            assertThat(world.cloudWatch.calls()).hasSize(1);

            world.time.advance(Duration.ofSeconds(10));
            assertThat(depth.sample().value()).isEqualTo(7);
            assertThat(age.sample().value()).isEqualTo(7);
            assertThat(world.cloudWatch.calls()).hasSize(2);
        }
    }

    @Test
    void a_rejected_query_fails_its_own_trigger_only() {
        for (int i = 0; i < 20; i++) {
            put("Good" + i);
        }
        // one statistic that is not valid for its metric makes CloudWatch reject the whole call
        world.cloudWatch.refuseCallsWith("Bad");
        ScalerSource bad = world.source(CloudWatchWorld.metric("Bad"));
        ScalerSource[] good = new ScalerSource[20];
        for (int i = 0; i < good.length; i++) {
            good[i] = world.source(CloudWatchWorld.metric("Good" + i));
        }
        for (ScalerSource source : good) {
            assertThat(source.sample().value()).isEqualTo(7);
        }
        Failures.assertFails(bad, Kind.CONFIGURATION, "ValidationError");
        int toTellApart = world.cloudWatch.calls().size();
        assertThat(toTellApart).isLessThan(15);

        // from then on, it fails no call of other triggers and is retried at growing intervals
        for (int minute = 0; minute < 10; minute++) {
            world.time.advance(Duration.ofMinutes(1));
            for (int i = 0; i < 20; i++) {
                put("Good" + i);
            }
            for (ScalerSource source : good) {
                assertThat(source.sample().value()).isEqualTo(7);
            }
            Failures.assertFails(bad, Kind.CONFIGURATION, "ValidationError");
        }
        assertThat(world.cloudWatch.calls().size() - toTellApart).isBetween(10, 17);
    }

    @Test
    void twenty_rejected_queries_of_five_hundred_fail_no_other() {
        CallRates fast = CallRates.DEFAULT.with(AwsService.CLOUDWATCH, 10_000);
        try (CloudWatchWorld many = new CloudWatchWorld(AwsSources.builder().callRates(fast))) {
            List<ScalerSource> good = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                boolean bad = i % 25 == 7;
                String name = (bad ? "Bad" : "Good") + i;
                many.cloudWatch.put(CloudWatchMetric.of("Shop", name), many.minutesAgo(1), 7);
                ScalerSource source = many.source(CloudWatchWorld.metric(name));
                if (bad) {
                    many.cloudWatch.refuseCallsWith(name);
                } else {
                    good.add(source);
                }
            }
            good.forEach(source -> assertThat(source.sample().value()).isEqualTo(7));
        }
    }

    @Test
    void closing_ends_the_threads_that_read() {
        put("Depth");
        try (ScalerSource source = world.source(CloudWatchWorld.depth())) {
            source.sample();
        }
        world.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("autoscale-aws-cloudwatch-")));
    }

    private void put(String metric) {
        world.cloudWatch.put(CloudWatchMetric.of("Shop", metric), world.minutesAgo(1), 7);
    }
}
