// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A queue that counts only visible messages, strategy {@code accurate}, and jobs that receive
 * messages late.
 */
class ClaimsStoryTest {

    private static final Duration POLL = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final RecordingListener events = new RecordingListener();
    private final InMemoryJobs jobs = new InMemoryJobs(time);
    private final FakeSource visible = FakeSource.of(new MetricSpec(
            "s0-orders", MetricTarget.averageValue(1), ActivationThreshold.ZERO, InFlightCounting.NOT_COUNTED));

    private Autoscaler autoscaler() {
        return time.autoscaler()
                .source(visible.factory("orders"))
                .listener(events)
                .build();
    }

    private static ScaledJobBuilder job() {
        return orders().pollingInterval(POLL).scalingStrategy(ScalingStrategy.accurate());
    }

    @Test
    void no_second_job_for_a_message_whose_job_is_still_starting() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job().build(), jobs);
            visible.set(3);
            time.advance(Duration.ofMinutes(4));
            assertThat(events.completed()).hasSize(48);
            assertThat(jobs).createdExactly(3);
            // the pods run and do not receive for a minute
            jobs.store().startAll();
            time.advance(Duration.ofMinutes(1));
            assertThat(jobs).createdExactly(3);
            assertThat(events.completed().get(50).sentence())
                    .contains("3 of 3 running jobs have not taken work yet, accurate: 3 wanted - 3 pending gives 0");
            visible.set(0);
            time.advance(Duration.ofHours(1));
        }
        assertThat(jobs).createdExactly(3);
    }

    @Test
    void without_claims_keda_creates_jobs_again_for_the_same_messages() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job().claimTimeout(Duration.ZERO).build(), jobs);
            visible.set(3);
            time.advance(POLL);
            jobs.store().startAll();
            time.advance(POLL);
        }
        assertThat(jobs).createdExactly(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {42, 100})
    void forty_two_messages_make_forty_two_jobs_and_never_eighty_four(int maximum) {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job().maxReplicaCount(maximum).build(), jobs);
            visible.set(42);
            time.advance(Duration.ofSeconds(30));
            jobs.store().startAll();
            // the messages are taken one a second
            for (int left = 42; left >= 0; left--) {
                visible.set(left);
                time.advance(Duration.ofSeconds(1));
            }
            time.advance(Duration.ofMinutes(10));
        }
        assertThat(jobs).createdExactly(42);
    }

    @Test
    void with_ten_messages_in_progress_five_new_ones_get_five_jobs_on_the_next_tick() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job().build(), jobs);
            visible.set(10);
            time.advance(POLL);
            jobs.store().startAll();
            visible.set(0);
            time.advance(POLL);
            assertThat(jobs).createdExactly(10);
            visible.set(5);
            time.advance(POLL);
            assertThat(jobs).createdExactly(15);
            jobs.store().startAll();
            time.advance(POLL.multipliedBy(10));
        }
        assertThat(jobs).createdExactly(15);
    }

    @Test
    void a_claim_times_out_if_its_job_never_takes_work() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job().claimTimeout(Duration.ofMinutes(1)).build(), jobs);
            visible.set(2);
            time.advance(POLL);
            jobs.store().startAll();
            time.advance(Duration.ofMinutes(1));
            assertThat(jobs).createdExactly(2);
            time.advance(POLL);
            assertThat(jobs).createdExactly(4);
        }
    }

    @Test
    void a_job_that_fails_before_it_took_work_makes_room_for_another() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(job().build(), jobs);
            visible.set(3);
            time.advance(POLL);
            jobs.store().startAll();
            time.advance(POLL);
            jobs.store().fail("orders-000002");
            time.advance(POLL);
        }
        assertThat(jobs).createdExactly(4);
    }

    @Test
    void young_jobs_hold_a_claim_after_a_restart() {
        try (Autoscaler first = autoscaler()) {
            first.register(job().build(), jobs);
            visible.set(3);
            time.advance(POLL);
            jobs.store().startAll();
        }
        try (Autoscaler second = autoscaler()) {
            second.register(job().build(), jobs);
            time.advance(Duration.ofMinutes(1));
            assertThat(jobs).createdExactly(3);
        }
        time.advance(Duration.ofMinutes(5));
        try (Autoscaler third = autoscaler()) {
            third.register(job().build(), jobs);
            time.advance(POLL);
            // these jobs are too old to count as about to receive a waiting message
            assertThat(jobs).createdExactly(6);
        }
    }

    @Test
    void a_changed_specification_keeps_the_claims() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(job().build(), jobs);
            visible.set(3);
            time.advance(POLL);
            jobs.store().startAll();
            registration.update(job().maxReplicaCount(50).build());
            time.advance(POLL.multipliedBy(3));
        }
        assertThat(jobs).createdExactly(3);
    }

    @Test
    void strategies_that_expect_in_flight_work_counted_ignore_claims() {
        try (Autoscaler autoscaler = autoscaler()) {
            autoscaler.register(
                    job().scalingStrategy(ScalingStrategy.defaultStrategy()).build(), jobs);
            visible.set(3);
            time.advance(POLL);
            jobs.store().startAll();
            time.advance(POLL.multipliedBy(3));
        }
        assertThat(jobs).createdExactly(3);
        assertThat(events.completed())
                .allMatch(record -> record.plan().census().claimed() == 0)
                .extracting(record -> record.sentence())
                .noneMatch(sentence -> sentence.contains("taken work"));
        assertThat(List.copyOf(events.completed())).hasSize(4);
    }
}
