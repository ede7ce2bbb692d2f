// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.event.RoundCause;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whole lives of jobs: created, started, served, deleted. */
class JobsThatRunByTheClockTest {

    private final ManualTime time = new ManualTime();
    private final FakeSource queue = FakeSource.named("orders");
    private final RecordingListener events = new RecordingListener();
    private final InMemoryJobs jobs = new InMemoryJobs(time);

    private Autoscaler autoscaler() {
        return time.autoscaler()
                .source(queue.factory("orders"))
                .listener(events)
                .build();
    }

    @Test
    void a_day_of_jobs_that_take_an_hour_each_keeps_the_maximum_and_the_history() {
        jobs.store().autoRun(Duration.ofSeconds(20), Duration.ofHours(1));
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(
                    orders().maxReplicaCount(6).successfulJobsHistoryLimit(10).build(), jobs);
            queue.set(100);
            time.advance(Duration.ofDays(1));
        }
        assertThat(events.completed()).hasSize(8_640);
        assertThat(jobs).neverExceeded(6).hasUnfinished(6);
        // 24 hours hold 23 full lives of an hour and 20 to 30 seconds, and one that is under way
        assertThat(jobs.created()).hasSize(24 * 6).doesNotHaveDuplicates();
        assertThat(jobs.store().deleted()).hasSize(24 * 6 - 6 - 10);
    }

    @Test
    void a_controller_killed_at_every_tick_acts_like_one_that_keeps_running() {
        InMemoryJobs steady = new InMemoryJobs(time);
        jobs.store().autoRun(Duration.ofSeconds(5), Duration.ofMinutes(3));
        steady.store().autoRun(Duration.ofSeconds(5), Duration.ofMinutes(3));
        FakeSource same = FakeSource.named("orders");
        try (Autoscaler lives = time.autoscaler().source(same.factory("orders")).build()) {
            lives.register(orders().maxReplicaCount(15).build(), steady);
            for (int tick = 0; tick < 1_000; tick++) {
                queue.set(tick % 20);
                same.set(tick % 20);
                try (Autoscaler killed = autoscaler()) {
                    killed.register(orders().maxReplicaCount(15).build(), jobs);
                    time.advance(POLL);
                }
                assertThat(jobs.created()).as("tick %s", tick).isEqualTo(steady.created());
            }
        }
        assertThat(jobs).neverExceeded(15);
        assertThat(jobs.store().deleted()).isEqualTo(steady.store().deleted());
    }

    @Test
    void a_quota_stops_the_round_and_the_rest_is_created_once_possible() {
        jobs.store().quota(3);
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.set(5);
            time.advance(POLL);
            assertThat(events.completed().get(0))
                    .isCompleted()
                    .hasOutcome(Status.CREATED, 3)
                    .hasOutcome(Status.CREATE_FAILED, 1)
                    .explains("quota exceeded");
            jobs.store().quota(100);
            time.advance(POLL);
        }
        assertThat(jobs).createdExactly(5);
    }

    @Test
    void one_failed_count_costs_one_round() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.set(5);
            jobs.failingNextCensus();
            time.advance(POLL);
            assertThat(events.failed().get(0)).isFailedBecause(RoundCause.CENSUS_FAILED);
            assertThat(jobs).createdExactly(0);
            time.advance(POLL);
        }
        assertThat(jobs).createdExactly(5);
    }
}
