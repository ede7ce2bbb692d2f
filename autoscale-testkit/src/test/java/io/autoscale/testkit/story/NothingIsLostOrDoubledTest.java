// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.InMemoryJobs.CreateFault;
import io.autoscale.testkit.JobStore;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cases in which KEDA loses or duplicates work, and this library does not. */
class NothingIsLostOrDoubledTest {

    private final ManualTime time = new ManualTime();
    private final FakeSource queue = FakeSource.named("orders");
    private final RecordingListener events = new RecordingListener();
    private final JobStore store = new JobStore(time);
    private final InMemoryJobs jobs = new InMemoryJobs(store, time);

    private Autoscaler autoscaler() {
        return time.autoscaler()
                .source(queue.factory("orders"))
                .listener(events)
                .build();
    }

    @Test
    void a_failed_census_creates_nothing_and_the_next_round_continues() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.set(5);
            time.advance(POLL);
            assertThat(jobs).createdExactly(5);

            jobs.failingCensus(true);
            queue.set(8);
            time.advance(POLL);
            assertThat(jobs).createdExactly(5);
            assertThat(events.failed()).hasSize(1).allMatch(record -> record.cause() == RoundCause.CENSUS_FAILED);

            jobs.failingCensus(false);
            time.advance(POLL);
            assertThat(jobs).createdExactly(8);
        }
    }

    @Test
    void jobs_that_the_observation_does_not_show_yet_are_not_created_again() {
        jobs.lagging(Duration.ofSeconds(10));
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().pollingInterval(Duration.ofSeconds(1)).build(), jobs);
            queue.set(5);
            time.advance(Duration.ofMinutes(2));
        }
        assertThat(jobs).createdExactly(5).hasUnfinished(5);
    }

    @Test
    void unseen_jobs_of_a_lagging_observation_count_as_pending() {
        jobs.lagging(Duration.ofSeconds(10));
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(
                    orders().scalingStrategy(ScalingStrategy.accurate())
                            .pollingInterval(Duration.ofSeconds(1))
                            .build(),
                    jobs);
            queue.set(5);
            time.advance(Duration.ofMinutes(2));
        }
        assertThat(jobs).createdExactly(5);
    }

    @Test
    void a_registration_replaced_while_jobs_are_unseen_reuses_the_same_names() {
        jobs.lagging(Duration.ofSeconds(10));
        try (Autoscaler autoscaler = autoscaler()) {
            var first = autoscaler.register(
                    orders().pollingInterval(Duration.ofSeconds(1)).build(), jobs);
            queue.set(5);
            time.advance(Duration.ofSeconds(1));
            first.close();
            autoscaler.register(orders().pollingInterval(Duration.ofSeconds(2)).build(), jobs);
            time.advance(Duration.ofMinutes(1));
        }
        assertThat(jobs).createdExactly(5);
    }

    @Test
    void a_create_that_succeeded_without_an_answer_is_not_repeated_under_another_name() {
        jobs.faults(name -> CreateFault.DONE_UNANSWERED).lagging(Duration.ofSeconds(15));
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.set(5);
            time.advance(POLL);
            jobs.faults(name -> CreateFault.NONE);
            time.advance(Duration.ofMinutes(5));
        }
        assertThat(jobs).createdExactly(5);
        assertThat(events.completed().get(1).outcome().count(Status.ALREADY_THERE))
                .isEqualTo(5);
    }

    @Test
    void a_lost_create_is_repeated_exactly_once() {
        jobs.faults(name -> CreateFault.LOST);
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.set(5);
            time.advance(POLL);
            assertThat(jobs).createdExactly(0);
            jobs.faults(name -> CreateFault.NONE);
            time.advance(Duration.ofMinutes(5));
        }
        assertThat(jobs).createdExactly(5);
    }

    @Test
    void a_late_create_and_its_retry_give_one_job() {
        jobs.faults(name -> CreateFault.LATE).lateBy(Duration.ofSeconds(12));
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().maxReplicaCount(5).build(), jobs);
            queue.set(50);
            time.advance(POLL);
            jobs.faults(name -> CreateFault.NONE);
            time.advance(Duration.ofMinutes(5));
        }
        assertThat(jobs).createdExactly(5).neverExceeded(5);
    }

    @Test
    void an_execution_that_throws_after_its_creates_is_settled_by_the_next_round() {
        jobs.throwingExecution(true);
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.set(5);
            time.advance(POLL);
            assertThat(events.failed()).hasSize(1).allMatch(record -> record.cause() == RoundCause.EXECUTION_FAILED);
            jobs.throwingExecution(false);
            time.advance(Duration.ofMinutes(5));
        }
        assertThat(jobs).createdExactly(5);
    }

    @Test
    void two_concurrent_controllers_never_exceed_the_plan() {
        InMemoryJobs slow = new InMemoryJobs(store, time).lagging(Duration.ofSeconds(25));
        FakeSource same = FakeSource.named("orders").set(7);
        queue.set(7);
        try (Autoscaler one = autoscaler();
                Autoscaler other =
                        time.autoscaler().source(same.factory("orders")).build()) {
            one.register(orders().build(), jobs);
            other.register(orders().build(), slow);
            time.advance(Duration.ofMinutes(5));
        }
        assertThat(jobs).createdExactly(7);
    }

    @Test
    void a_controller_that_sees_half_of_the_created_jobs_fills_the_gaps() {
        Set<String> refused = new HashSet<>(List.of("orders-000003", "orders-000005", "orders-000008"));
        jobs.faults(name -> refused.contains(name) ? CreateFault.LATE : CreateFault.NONE)
                .lateBy(Duration.ofSeconds(11));
        FakeSource same = FakeSource.named("orders").set(10);
        queue.set(10);
        try (Autoscaler one = autoscaler();
                Autoscaler other =
                        time.autoscaler().source(same.factory("orders")).build()) {
            one.register(orders().build(), jobs);
            time.advance(POLL);
            other.register(orders().build(), new InMemoryJobs(store, time));
            time.advance(Duration.ofMinutes(5));
        }
        assertThat(jobs).createdExactly(10);
    }

    @Test
    void the_outcome_reports_created_existing_and_failed_jobs() {
        store.create("orders-000002");
        jobs.lagging(Duration.ofSeconds(30))
                .faults(name -> name.equals("orders-000003") ? CreateFault.REFUSED : CreateFault.NONE);
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(orders().build(), jobs);
            queue.set(3);
            time.advance(POLL);
        }
        DecisionRecord record = events.completed().get(0);
        assertThat(record.outcome()).hasToString("created 1, already there 1, create failed 1 (refused)");
        assertThat(record.sentence()).contains("create 3; created 1, already there 1, create failed 1 (refused)");
    }

    @Test
    void restarting_the_controller_at_every_round_changes_nothing() {
        int rounds = 1_000;
        for (int i = 0; i < rounds; i++) {
            queue.set(i % 20);
            try (Autoscaler autoscaler = autoscaler()) {
                autoscaler.register(orders().maxReplicaCount(15).build(), jobs);
                time.advance(POLL);
            }
        }
        assertThat(jobs).createdExactly(15).neverExceeded(15);
        assertThat(store.deleted()).isEmpty();
    }
}
