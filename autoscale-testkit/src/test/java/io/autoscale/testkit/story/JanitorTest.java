// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.source.ScalerException;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** History limits apply even if no round enforces them. */
class JanitorTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    private List<AutoscalerEvent.Housekeeping> housekeeping() {
        return events.events(AutoscalerEvent.Housekeeping.class);
    }

    private void finish(int from, int count, boolean well) {
        for (int i = from; i < from + count; i++) {
            String name = "orders-%06d".formatted(i);
            jobs.store().create(name);
            if (well) {
                jobs.store().succeed(name);
            } else {
                jobs.store().fail(name);
            }
        }
    }

    @Test
    void history_limits_hold_within_one_janitor_interval_while_paused_for_an_hour() {
        ScaledJob job = orders().successfulJobsHistoryLimit(5).build();
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(job, jobs);
            time.advance(POLL);
            registration.pause();
            for (int i = 0; i < 50; i++) {
                finish(1 + i, 1, true);
                time.advance(Duration.ofSeconds(72));
                assertThat(kept()).isLessThanOrEqualTo(5);
            }
            assertThat(jobs.store().deleted()).hasSize(45).doesNotContain("orders-000050");
            assertThat(registration.decisions())
                    .allMatch(record -> record.plan() == null
                            || record.plan().jobsToDelete().isEmpty());
        }
        assertThat(housekeeping()).hasSize(45);
        assertThat(queue.reads()).isEqualTo(1);
    }

    @Test
    void the_history_limits_hold_while_paused_by_annotation() {
        ScaledJob job = orders().failedJobsHistoryLimit(3)
                .annotations(Map.of(ScaledJob.PAUSED_ANNOTATION, "true"))
                .build();
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job, jobs);
            finish(1, 10, false);
            time.advance(MINUTE);
            assertThat(kept()).isEqualTo(3);
        }
    }

    @Test
    void the_limits_hold_while_no_trigger_can_be_read() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().successfulJobsHistoryLimit(3).build(), jobs);
            queue.fail(ScalerException.Kind.UNAVAILABLE, "away");
            finish(1, 10, true);
            time.advance(MINUTE);
            assertThat(kept()).isEqualTo(3);
            assertThat(housekeeping()).hasSize(1);
            assertThat(events.completed())
                    .hasSize(6)
                    .allMatch(record -> record.plan().jobsToDelete().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 60, 61, 90, 600, 86_400})
    void the_limits_hold_between_rounds_that_are_far_apart(int seconds) {
        ScaledJob job = orders().pollingInterval(Duration.ofSeconds(seconds))
                .successfulJobsHistoryLimit(0)
                .build();
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job, jobs).pause();
            for (int minute = 1; minute < 120; minute++) {
                finish(minute, 1, true);
                time.advance(MINUTE);
                assertThat(kept()).isZero();
            }
        }
    }

    @Test
    void a_janitor_pass_deletes_at_most_twenty_and_the_next_one_continues() {
        ScaledJob job = orders().successfulJobsHistoryLimit(0).build();
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job, jobs).pause();
            finish(1, 50, true);
            time.advance(MINUTE);
            assertThat(kept()).isEqualTo(30);
            time.advance(MINUTE);
            assertThat(kept()).isEqualTo(10);
            time.advance(MINUTE);
            assertThat(kept()).isZero();
        }
        assertThat(housekeeping()).hasSize(3);
        assertThat(housekeeping().get(0).decision().outcome().count(Status.DELETED))
                .isEqualTo(20);
        assertThat(housekeeping().get(0).decision().sentence())
                .contains("at most 0 succeeded and 100 failed jobs are kept: create none; deleted 20");
    }

    @Test
    void the_interval_of_the_janitor_can_be_set() {
        try (Autoscaler autoscaler = time.autoscaler()
                .source(queue.factory("orders"))
                .janitorInterval(Duration.ofMinutes(10))
                .build()) {
            autoscaler
                    .register(orders().successfulJobsHistoryLimit(0).build(), jobs)
                    .pause();
            finish(1, 1, true);
            time.advance(Duration.ofMinutes(9));
            assertThat(kept()).isEqualTo(1);
            time.advance(MINUTE);
            assertThat(kept()).isZero();
        }
    }

    @Test
    void the_janitor_skips_workloads_cleaned_by_rounds_and_adds_no_timer_per_registration() {
        AtomicInteger counts = new AtomicInteger();
        int registrations = 10_000;
        try (Autoscaler autoscaler = autoscaler()) {
            for (int i = 0; i < registrations; i++) {
                ScaledJob job = ScaledJob.builder("orders-" + i)
                        .jobTemplate(JobTemplate.named("worker"))
                        .trigger(FakeSource.trigger("orders"))
                        .build();
                autoscaler.register(
                        job,
                        request -> {
                            counts.incrementAndGet();
                            return JobCensus.empty(time.instant());
                        },
                        (scaled, plan) -> {
                            throw new AssertionError("nothing is to be carried out");
                        });
            }
            time.advance(Duration.ofMinutes(5));
            assertThat(time.pendingTasks())
                    .as("ticks, and one timer for all deadlines")
                    .isEqualTo(registrations + 1);
        }
        assertThat(counts).hasValue(registrations * 10);
        assertThat(housekeeping()).isEmpty();
    }

    private long kept() {
        return jobs
                .observe(
                        new io.autoscale.workload.CensusRequest(orders().build().ref(), List.of()))
                .jobs()
                .stream()
                .map(job -> job.state())
                .filter(JobState::isFinished)
                .count();
    }
}
