// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerEvent.GuardState;
import io.autoscale.event.RoundCause;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.source.ScalerException;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How the engine behaves over time. */
class ADayOfRoundsTest {

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
    void a_day_of_rounds_needs_no_sleeping() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            queue.set(3);
            for (int hour = 0; hour < 24; hour++) {
                time.advance(Duration.ofHours(1));
                jobs.store().succeedAll();
            }
            assertThat(events.completed()).hasSize(8_640);
            assertThat(registration.decisions()).hasSizeLessThanOrEqualTo(16);
            assertThat(jobs.created()).hasSize(3 * 24);
        }
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void a_pause_stops_everything_and_a_resume_starts_a_round_at_once() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            registration.pause();
            queue.set(4);
            time.advance(Duration.ofMinutes(10));
            assertThat(jobs).createdExactly(0);
            assertThat(registration.lastDecision())
                    .hasValueSatisfying(record -> assertThat(record.cause()).isEqualTo(RoundCause.PAUSED));
            registration.resume();
            assertThat(jobs).createdExactly(4);
        }
    }

    @Test
    void a_round_can_be_triggered_immediately() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            queue.set(4);
            registration.triggerNow();
            assertThat(jobs).createdExactly(4);
        }
    }

    @Test
    void a_dry_run_shows_the_plan_and_creates_nothing() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs, ScalingExecutor.dryRun());
            queue.set(4);
            time.advance(Duration.ofMinutes(1));
            assertThat(jobs).createdExactly(0);
            assertThat(registration.lastDecision().orElseThrow().sentence()).contains("create 4; dry run 4");
        }
    }

    @Test
    void a_closed_registration_reads_nothing_and_leaves_no_task() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            time.advance(POLL);
            int reads = queue.reads();
            registration.close();
            registration.triggerNow();
            time.advance(Duration.ofHours(1));
            assertThat(queue.reads()).isEqualTo(reads);
            assertThat(queue.closes()).isEqualTo(1);
            assertThat(time.pendingTasks()).isZero();
            assertThat(autoscaler.registrations()).isEmpty();
        }
    }

    @Test
    void an_hour_of_denials_costs_at_most_70_reads_and_recovery_takes_a_minute_plus_an_interval() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.fail(ScalerException.Kind.AUTHENTICATION, "not allowed to read orders");
            time.advance(Duration.ofHours(1));
            assertThat(queue.reads()).isLessThanOrEqualTo(70);
            assertThat(jobs).createdExactly(0);
            queue.set(2);
            time.advance(Duration.ofMinutes(1).plus(POLL));
            assertThat(jobs).createdExactly(2);
            assertThat(events.events(AutoscalerEvent.SourceGuardChanged.class))
                    .extracting(AutoscalerEvent.SourceGuardChanged::state)
                    .startsWith(GuardState.OPEN, GuardState.HALF_OPEN, GuardState.OPEN)
                    .endsWith(GuardState.HALF_OPEN, GuardState.CLOSED);
        }
    }

    @Test
    void a_failed_reading_creates_nothing_and_deletes_nothing() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().successfulJobsHistoryLimit(0).build(), jobs);
            queue.set(2);
            time.advance(POLL);
            jobs.store().succeedAll();
            queue.fail(ScalerException.Kind.UNAVAILABLE, "the queue does not answer");
            time.advance(POLL);
            assertThat(jobs).createdExactly(2);
            assertThat(jobs.store().deleted()).isEmpty();
            assertThat(events.completed().get(1).sentence())
                    .contains("left out: unavailable (the queue does not answer)", "create none");
        }
    }

    @Test
    void ten_consecutive_failures_leave_only_the_next_tick_and_the_deadline_timer_scheduled() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.fail(ScalerException.Kind.UNAVAILABLE, "down");
            time.advance(POLL.multipliedBy(10));
            assertThat(time.pendingTasks()).isEqualTo(2);
        }
    }

    @Test
    void a_thousand_workloads_do_not_start_rounds_at_the_same_time() {
        int workloads = 1_000;
        Duration interval = Duration.ofSeconds(30);
        try (Autoscaler autoscaler = autoscaler()) {
            for (int i = 0; i < workloads; i++) {
                autoscaler.register(
                        orders("orders-" + i).pollingInterval(interval).build(), jobs);
            }
            time.advance(interval);
        }
        Map<Long, Long> perSecond = events.completed().stream()
                .collect(Collectors.groupingBy(
                        record -> record.startedAt().getEpochSecond(), TreeMap::new, Collectors.counting()));
        long mean = workloads / interval.toSeconds();
        assertThat(events.completed()).hasSize(workloads);
        assertThat(perSecond.values()).allMatch(starts -> starts <= 2 * mean);
    }

    @Test
    void the_phase_of_a_workload_is_the_same_after_a_restart() {
        Instant first = firstRound();
        time.advance(Duration.ofSeconds(37));
        Instant second = firstRound();
        assertThat(Duration.between(first, second).toMillis() % POLL.toMillis()).isZero();
    }

    private Instant firstRound() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), new InMemoryJobs(time));
            time.advance(POLL);
            return registration.decisions().get(0).startedAt();
        }
    }

    private static io.autoscale.spec.ScaledJobBuilder orders(String name) {
        return io.autoscale.spec.ScaledJob.builder(name)
                .jobTemplate(io.autoscale.spec.JobTemplate.named("order-worker"))
                .trigger(FakeSource.trigger("orders"));
    }

    private static io.autoscale.spec.ScaledJobBuilder orders() {
        return Story.orders();
    }
}
