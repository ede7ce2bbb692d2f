// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.event.AutoscalerEvent.RegistrationChange.ENDED;
import static io.autoscale.event.AutoscalerEvent.RegistrationChange.PAUSED;
import static io.autoscale.event.AutoscalerEvent.RegistrationChange.RESUMED;
import static io.autoscale.event.AutoscalerEvent.RegistrationChange.STARTED;
import static io.autoscale.event.AutoscalerEvent.RegistrationChange.UPDATED;
import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerEvent.ConfigurationWarning;
import io.autoscale.event.AutoscalerEvent.RegistrationChanged;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSpec;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.Rollout;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.InMemoryJobs.CreateFault;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.workload.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Specifications that change while their jobs run. */
class UpdatedRegistrationTest {

    private final ManualTime time = new ManualTime();
    private final FakeSource queue = FakeSource.named("orders");
    private final FakeSource other = FakeSource.named("other");
    private final RecordingListener events = new RecordingListener();
    private final InMemoryJobs jobs = new InMemoryJobs(time);

    private Autoscaler autoscaler() {
        return time.autoscaler()
                .source(queue.factory("orders"))
                .source(other.factory("other"))
                .listener(events)
                .build();
    }

    @Test
    void a_spec_changed_in_the_middle_of_a_create_batch_creates_no_job_twice() {
        AtomicReference<Registration> registration = new AtomicReference<>();
        jobs.lagging(Duration.ofSeconds(25)).faults(name -> {
            if (name.endsWith("3")) {
                registration.get().update(orders().maxReplicaCount(50).build());
            }
            return CreateFault.NONE;
        });
        try (Autoscaler autoscaler = autoscaler()) {
            registration.set(autoscaler.register(orders().maxReplicaCount(5).build(), jobs));
            queue.set(5);
            time.advance(Duration.ofMinutes(5));
            assertThat(registration.get().scaledJob().bounds().maximum()).isEqualTo(50);
        }
        assertThat(jobs).createdExactly(5);
    }

    @Test
    void register_or_update_registers_once_then_updates_and_find_returns_it() {
        try (Autoscaler autoscaler = autoscaler()) {
            ScaledJob job = orders().build();
            Registration first = autoscaler.registerOrUpdate(job, jobs);
            Registration second = autoscaler.registerOrUpdate(
                    job.toBuilder().maxReplicaCount(7).build(), jobs);
            assertThat(second).isSameAs(first);
            assertThat(first.scaledJob().bounds().maximum()).isEqualTo(7);
            assertThat(autoscaler.find(job.ref())).containsSame(first);

            first.close();
            assertThat(autoscaler.find(job.ref())).isEmpty();
            assertThat(autoscaler.registerOrUpdate(job, jobs)).isNotSameAs(first);
        }
    }

    @Test
    void concurrent_register_or_update_calls_make_one_registration() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Autoscaler autoscaler = autoscaler()) {
            for (int i = 0; i < 200; i++) {
                ScaledJob job = orders().build();
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<Registration> register = () -> {
                    together.await(10, TimeUnit.SECONDS);
                    return autoscaler.registerOrUpdate(job, jobs);
                };
                Future<Registration> one = threads.submit(register);
                Future<Registration> two = threads.submit(register);
                assertThat(one.get(10, TimeUnit.SECONDS)).isSameAs(two.get(10, TimeUnit.SECONDS));
                one.get().close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_registration_being_removed_cannot_be_updated() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            queue.set(1);
            time.advance(POLL);
            var unused = registration.remove(Removal.DRAIN);
            assertThatIllegalStateException()
                    .isThrownBy(() -> autoscaler.registerOrUpdate(orders().build(), jobs))
                    .withMessageContaining("closed or removed");
        }
    }

    @Test
    void changing_the_interval_the_maximum_and_the_triggers_deletes_nothing() {
        ScaledJobBuilder job =
                orders().rollout(new Rollout(Rollout.Strategy.IMMEDIATE, Rollout.PropagationPolicy.BACKGROUND));
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(job.generation(1).build(), jobs);
            queue.set(5);
            time.advance(POLL);
            jobs.store().startAll();
            registration.update(
                    job.generation(2).pollingInterval(Duration.ofSeconds(5)).build());
            time.advance(POLL);
            registration.update(job.generation(3).maxReplicaCount(3).build());
            time.advance(POLL);
            registration.update(job.generation(4)
                    .triggers(List.of(FakeSource.trigger("other")))
                    .build());
            time.advance(POLL);
        }
        assertThat(jobs).createdExactly(5).hasUnfinished(5);
        assertThat(jobs.store().deleted()).isEmpty();
    }

    @Test
    void an_unchanged_trigger_keeps_its_source_and_a_changed_one_closes_it() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(
                    orders().trigger(FakeSource.trigger("other")).build(), jobs);
            time.advance(POLL);
            Trigger changed = Trigger.builder("other").metadata("key", "value").build();
            registration.update(orders().trigger(changed).maxReplicaCount(7).build());
            assertThat(queue.closes()).isZero();
            assertThat(other.closes()).isEqualTo(1);
            registration.update(orders().build());
            assertThat(queue.closes()).isZero();
            assertThat(other.closes()).isEqualTo(2);
            registration.update(orders().jobTemplate(JobTemplate.named("newer")).build());
            assertThat(queue.closes()).isEqualTo(1);
        }
        assertThat(queue.closes()).isEqualTo(2);
    }

    @Test
    void a_source_in_use_by_a_round_is_closed_after_the_round() {
        AtomicReference<Registration> registration = new AtomicReference<>();
        AtomicInteger closesSeen = new AtomicInteger(-1);
        try (Autoscaler autoscaler = autoscaler()) {
            registration.set(autoscaler.register(orders().build(), jobs));
            queue.follow(now -> {
                registration
                        .get()
                        .update(orders().triggers(List.of(FakeSource.trigger("other")))
                                .build());
                closesSeen.set(queue.closes());
                return 1;
            });
            time.advance(POLL);
            assertThat(closesSeen).hasValue(0);
            assertThat(queue.closes()).isEqualTo(1);
            time.advance(POLL);
            assertThat(queue.reads()).isEqualTo(1);
            assertThat(other.reads()).isEqualTo(1);
        }
    }

    @Test
    void an_error_in_a_changed_trigger_changes_nothing() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            ScaledJob invalid = orders().trigger(FakeSource.trigger("other"))
                    .trigger(FakeSource.trigger("unheard-of"))
                    .maxReplicaCount(1)
                    .build();
            assertThatThrownBy(() -> registration.update(invalid))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("triggers[2].type: 'unheard-of'");
            assertThat(other.closes()).isEqualTo(1);
            queue.set(4);
            time.advance(POLL);
            assertThat(registration.scaledJob().triggers()).hasSize(1);
        }
        assertThat(jobs).createdExactly(4);
    }

    @Test
    void a_changed_interval_applies_at_once_and_keeps_decisions_and_pause() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(
                    orders().pollingInterval(Duration.ofHours(1)).build(), jobs);
            registration.triggerNow();
            registration.pause();
            registration.update(orders().build());
            assertThat(registration.isPaused()).isTrue();
            assertThat(registration.decisions()).hasSize(1);
            time.advance(POLL);
            assertThat(events.skipped()).hasSize(1);
            registration.resume();
            time.advance(Duration.ofMinutes(1));
            assertThat(events.completed()).hasSize(1 + 1 + 6);
            assertThat(time.pendingTasks())
                    .as("the tick, and one timer for all deadlines")
                    .isEqualTo(2);
        }
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void the_end_of_a_pause_by_annotation_starts_a_round_at_once() {
        ScaledJobBuilder paused = orders().annotations(Map.of(ScaledJob.PAUSED_ANNOTATION, "true"));
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(paused.build(), jobs);
            queue.set(3);
            time.advance(Duration.ofMinutes(10));
            assertThat(jobs).createdExactly(0);
            assertThat(queue.reads()).as("what is held costs no call").isZero();
            assertThat(registration.isPaused()).isTrue();
            registration.update(orders().build());
            assertThat(jobs).createdExactly(3);
            assertThat(registration.isPaused()).isFalse();
        }
    }

    @Test
    void a_warning_is_repeated_only_for_what_changed() {
        FakeSource visibleOnly = FakeSource.of(new MetricSpec(
                "s0-q",
                io.autoscale.metric.MetricTarget.averageValue(1),
                io.autoscale.metric.ActivationThreshold.ZERO,
                InFlightCounting.NOT_COUNTED));
        ScaledJobBuilder job = orders().triggers(List.of(FakeSource.trigger("visible")));
        try (Autoscaler autoscaler = time.autoscaler()
                .source(visibleOnly.factory("visible"))
                .listener(events)
                .build()) {
            Registration registration = autoscaler.register(job.build(), jobs);
            registration.update(job.maxReplicaCount(7).build());
            assertThat(warnings()).isEqualTo(1);
            registration.update(job.scalingStrategy(ScalingStrategy.accurate()).build());
            assertThat(warnings()).isEqualTo(1);
            registration.update(
                    job.scalingStrategy(ScalingStrategy.defaultStrategy()).build());
            assertThat(warnings()).isEqualTo(2);
        }
    }

    @Test
    void an_update_rejects_another_scaled_job_and_a_closed_registration() {
        try (Autoscaler autoscaler = autoscaler()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            registration.update(orders().namespace("elsewhere").build()))
                    .withMessage("scaledJob: 'elsewhere/orders' is not valid, expected another specification of"
                            + " default/orders");
            registration.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> registration.update(
                            orders().trigger(FakeSource.trigger("other")).build()))
                    .withMessage("ScaledJob default/orders was closed or removed");
            assertThat(other.closes()).isEqualTo(1);
        }
    }

    private int warnings() {
        return events.events(AutoscalerEvent.ConfigurationWarning.class).size();
    }

    @Test
    void listeners_are_notified_of_start_update_pause_resume_and_end() {
        try (Autoscaler autoscaler = autoscaler()) {
            ScaledJob job = orders().scalingStrategy(ScalingStrategy.eager())
                    .claimTimeout(Duration.ZERO)
                    .build();
            Registration registration = autoscaler.register(job, jobs);
            registration.pause();
            registration.pause();
            registration.update(paused(job));
            registration.resume(); // the annotation still pauses it
            registration.update(job);
            registration.close();
            registration.close();
            autoscaler.register(paused(job), jobs);
        }
        assertThat(events.events(RegistrationChanged.class))
                .extracting(RegistrationChanged::change)
                .containsExactly(STARTED, PAUSED, UPDATED, UPDATED, RESUMED, ENDED, STARTED, PAUSED);
        assertThat(events.events(ConfigurationWarning.class))
                .extracting(ConfigurationWarning::message)
                .hasSize(2)
                .allSatisfy(message -> assertThat(message).contains("eagerCorrected"));
    }

    private static ScaledJob paused(ScaledJob job) {
        return job.toBuilder()
                .annotations(Map.of("autoscaling.keda.sh/paused", "true"))
                .build();
    }
}
