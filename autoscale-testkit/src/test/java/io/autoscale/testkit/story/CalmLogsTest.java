// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.source.ScalerException;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps failing is logged when it starts, every ten minutes, and when it works again. */
class CalmLogsTest {

    private final ManualTime time = new ManualTime();
    private final FakeSource queue = FakeSource.named("orders");
    private final InMemoryJobs jobs = new InMemoryJobs(time);

    @Test
    void an_hour_of_failing_reads_is_a_warning_a_reminder_every_ten_minutes_and_one_line_at_the_end() {
        List<String> lines = logged(() -> {
            queue.fail(ScalerException.Kind.UNAVAILABLE, "the queue does not answer");
            time.advance(Duration.ofMinutes(59));
            queue.set(0);
            time.advance(Duration.ofMinutes(5));
        });
        assertThat(lines).filteredOn(line -> line.contains("WARN")).hasSize(6).allMatch(line -> line.length() < 300);
        assertThat(lines.get(0)).contains("trigger orders[0] failed: unavailable, the queue does not answer");
        assertThat(lines).filteredOn(line -> line.contains("works again")).hasSize(1);
    }

    @Test
    void rounds_that_fail_are_logged_once_and_so_is_their_recovery() {
        List<String> lines = logged(() -> {
            jobs.failingCensus(true);
            time.advance(POLL.multipliedBy(20));
            jobs.failingCensus(false);
            time.advance(POLL.multipliedBy(20));
        });
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("WARN", "round failed: jobs could not be counted");
        assertThat(lines.get(1)).contains("INFO", "round works again");
    }

    private List<String> logged(Runnable story) {
        PrintStream standardError = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (Autoscaler autoscaler = time.autoscaler()
                .source(queue.factory("orders"))
                .listener(AutoscalerListener.logging())
                .build()) {
            autoscaler.register(orders().build(), jobs);
            story.run();
        } finally {
            System.setErr(standardError);
        }
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("io.autoscale.rounds"))
                .toList();
    }
}
