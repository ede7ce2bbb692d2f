// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.InMemoryJobs.CreateFault;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import io.autoscale.workload.Removal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scaled jobs that are removed while their jobs run. */
class RemovedRegistrationTest {

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

    private Registration withFiveJobs(Autoscaler autoscaler) {
        Registration registration =
                autoscaler.register(orders().successfulJobsHistoryLimit(1).build(), jobs);
        queue.set(5);
        time.advance(POLL);
        assertThat(jobs).createdExactly(5);
        queue.set(50);
        return registration;
    }

    private List<DecisionRecord> housekeeping() {
        return events.events(AutoscalerEvent.Housekeeping.class).stream()
                .map(AutoscalerEvent.Housekeeping::decision)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void after_a_removal_no_source_is_polled_and_nothing_is_created(Removal removal) {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = withFiveJobs(autoscaler);
            int reads = queue.reads();
            CompletableFuture<Void> unused = registration.remove(removal);
            registration.triggerNow();
            time.advance(Duration.ofHours(1));
            assertThat(queue.reads()).isEqualTo(reads);
        }
        assertThat(jobs).createdExactly(5);
        assertThat(queue.closes()).isEqualTo(1);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void a_removal_after_closing_is_canceled() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = withFiveJobs(autoscaler);
            registration.close();
            assertThat(registration.remove(Removal.KILL)).isCancelled();
        }
        assertThat(jobs).createdExactly(5);
    }

    @Test
    void an_orphaning_removal_deletes_nothing_and_is_done_at_once() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = withFiveJobs(autoscaler);
            assertThat(registration.remove(Removal.ORPHAN)).isCompleted();
            assertThat(registration.remove(Removal.KILL)).isCompleted();
            assertThat(autoscaler.registrations()).isEmpty();
            assertThat(time.pendingTasks())
                    .as("at most the timer of all deadlines")
                    .isLessThanOrEqualTo(1);
            time.advance(Duration.ofHours(1));
        }
        assertThat(jobs).hasUnfinished(5);
        assertThat(jobs.store().deleted()).isEmpty();
    }

    @Test
    void a_draining_removal_waits_for_the_jobs_and_keeps_the_history_limits() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = withFiveJobs(autoscaler);
            CompletableFuture<Void> done = registration.remove(Removal.DRAIN);
            time.advance(Duration.ofHours(1));
            assertThat(done).isNotDone();
            assertThat(autoscaler.registrations()).containsExactly(registration);
            jobs.store().unfinished().subList(0, 3).forEach(jobs.store()::succeed);
            time.advance(Duration.ofMinutes(3));
            assertThat(jobs.store().deleted()).hasSize(2);
            assertThat(done).isNotDone();
            jobs.store().succeedAll();
            time.advance(POLL);
            assertThat(done).isCompleted();
            assertThat(autoscaler.registrations()).isEmpty();
        }
        assertThat(jobs.store().deleted()).as("what ended a moment ago stays").hasSize(3);
        assertThat(housekeeping().get(0).sentence())
                .isEqualTo("default/orders round 1: scaling has ended, 2 jobs still running: create none; deleted 2");
    }

    @Test
    void a_killing_removal_deletes_unfinished_jobs_and_completes_when_they_are_gone() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = withFiveJobs(autoscaler);
            jobs.store().succeed("orders-000001");
            CompletableFuture<Void> done = registration.remove(Removal.KILL);
            assertThat(jobs).hasUnfinished(0);
            time.advance(POLL);
            assertThat(done).isCompleted();
            // registering the same scaled job again starts a new registration
            autoscaler.register(orders().build(), jobs);
        }
        assertThat(jobs.store().deleted())
                .containsExactly("orders-000002", "orders-000003", "orders-000004", "orders-000005");
    }

    @Test
    void a_killing_removal_waits_for_a_create_that_was_not_answered() {
        jobs.faults(name -> CreateFault.LATE).lateBy(Duration.ofMinutes(2));
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            queue.set(3);
            time.advance(POLL);
            CompletableFuture<Void> done = registration.remove(Removal.KILL);
            time.advance(Duration.ofMinutes(1));
            assertThat(done).isNotDone();
            time.advance(Duration.ofMinutes(2));
            assertThat(done).isCompleted();
        }
        assertThat(jobs).createdExactly(3).hasUnfinished(0);
    }

    @Test
    void a_removal_during_a_round_prevents_execution_of_its_plan() {
        AtomicReference<Registration> registration = new AtomicReference<>();
        AtomicReference<CompletableFuture<Void>> done = new AtomicReference<>();
        try (Autoscaler autoscaler = autoscaler()) {
            registration.set(autoscaler.register(orders().build(), jobs));
            queue.follow(now -> {
                done.set(registration.get().remove(Removal.DRAIN));
                return 5;
            });
            time.advance(POLL);
            assertThat(done.get()).isCompleted();
        }
        assertThat(jobs).createdExactly(0);
        assertThat(events.skipped()).singleElement().satisfies(record -> {
            assertThat(record.cause()).isEqualTo(RoundCause.REMOVED);
            assertThat(record.sentence()).endsWith("create 5; the registration was removed");
        });
    }

    @Test
    void a_drain_can_become_a_kill_but_not_the_reverse() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = withFiveJobs(autoscaler);
            CompletableFuture<Void> drained = registration.remove(Removal.DRAIN);
            jobs.failingNextCensus();
            CompletableFuture<Void> killed = registration.remove(Removal.KILL);
            assertThat(housekeeping())
                    .singleElement()
                    .satisfies(record -> assertThat(record.cause()).isEqualTo(RoundCause.CENSUS_FAILED));
            CompletableFuture<Void> unused = registration.remove(Removal.DRAIN);
            time.advance(POLL.multipliedBy(2));
            assertThat(drained).isCompleted();
            assertThat(killed).isCompleted();
        }
        assertThat(jobs).hasUnfinished(0);
    }

    @Test
    void closing_cancels_a_drain_and_leaves_its_jobs_running() {
        CompletableFuture<Void> done;
        try (Autoscaler autoscaler = autoscaler()) {
            done = withFiveJobs(autoscaler).remove(Removal.DRAIN);
        }
        assertThat(done).isCancelled();
        assertThat(jobs).hasUnfinished(5);
    }

    @Test
    void a_pause_does_not_delay_a_removal() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = withFiveJobs(autoscaler);
            registration.pause();
            CompletableFuture<Void> done = registration.remove(Removal.KILL);
            time.advance(POLL);
            assertThat(done).isCompleted();
        }
        assertThat(jobs).hasUnfinished(0);
    }
}
