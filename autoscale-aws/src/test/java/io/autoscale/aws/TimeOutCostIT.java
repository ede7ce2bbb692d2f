// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerSource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeOutCostIT {

    private static final int CALLS = 200;

    @Test
    void call_timeouts_do_not_wake_the_timer() {
        String answer = """
                {"Attributes":{"ApproximateNumberOfMessages":"1","ApproximateNumberOfMessagesNotVisible":"0",\
                "ApproximateNumberOfMessagesDelayed":"0"}}""";
        try (FaultyServer server = FaultyServer.start().always(Reply.of(200, "application/x-amz-json-1.0", answer));
                // long enough that the timer does not fire during the test
                AwsSources sources = TestSources.sources()
                        .attemptTimeout(Duration.ofHours(1))
                        .callTimeout(Duration.ofHours(2))
                        .build();
                ScalerSource source = TestSources.source(
                        sources,
                        SqsQueueTrigger.builder()
                                .queueUrl(server.endpoint() + "/123456789012/videos")
                                .awsRegion("eu-west-1")
                                .awsEndpoint(server.endpoint().toString())
                                .build())) {
            // the first calls start the threads
            source.sample();
            source.sample();
            Map<Long, Long> before = waits();
            for (int i = 0; i < CALLS; i++) {
                source.sample();
            }
            Map<Long, Long> after = waits();
            before.forEach((thread, count) -> after.merge(thread, -count, Long::sum));
            assertThat(before).isNotEmpty();
            assertThat(after.values().stream().mapToLong(Long::longValue).sum())
                    .as("wake-ups of the timer in %d calls", CALLS)
                    .isLessThan(CALLS / 2);
        }
    }

    /** Returns how often each timer thread waited. */
    private static Map<Long, Long> waits() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> waits = new HashMap<>();
        Arrays.stream(threads.dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().startsWith("autoscale-aws-timeouts"))
                .forEach((ThreadInfo thread) -> waits.put(thread.getThreadId(), thread.getWaitedCount()));
        return waits;
    }
}
