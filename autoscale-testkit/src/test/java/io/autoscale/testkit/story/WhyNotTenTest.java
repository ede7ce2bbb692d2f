// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundDurations;
import io.autoscale.plan.Clamp;
import io.autoscale.plan.ClampReason;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Every round reports its reason. */
class WhyNotTenTest {

    private final ManualTime time = new ManualTime();
    private final FakeSource queue = FakeSource.named("orders");
    private final InMemoryJobs jobs = new InMemoryJobs(time);

    private DecisionRecord decide(ScaledJob job, double backlog) {
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build()) {
            Registration registration = autoscaler.register(job, jobs);
            queue.set(backlog);
            time.advance(POLL);
            return registration.lastDecision().orElseThrow();
        }
    }

    @Test
    void a_hard_limit_is_named_with_its_numbers() {
        jobs.store().create("orders-000001");
        jobs.store().create("orders-000002");
        jobs.store().create("orders-000003");
        DecisionRecord record = decide(
                orders().maxReplicaCount(5)
                        .scalingStrategy(in -> ScalingDecision.create(in.backlog(), "one for each"))
                        .build(),
                10);
        assertThat(record.plan().clamps()).containsExactly(new Clamp(ClampReason.MAX_REPLICA_COUNT, 10, 2));
        assertThat(record.sentence())
                .isEqualTo("default/orders round 1: backlog 10 / target 1 = 10 jobs, at most 5 wanted, custom function:"
                        + " one for each gives 10, at most 2 free of 5: create 2; created 2");
    }

    @Test
    void the_record_is_json_with_ages_counts_clamps_and_outcome() {
        String json = decide(
                        orders().maxReplicaCount(2)
                                .scalingStrategy(ScalingStrategy.eager())
                                .build(),
                        10)
                .toJson();
        assertThat(json)
                .startsWith("{\"workload\":\"default/orders\",\"round\":1,\"startedAt\":\"2030-01-01T12:00:")
                .contains("\"ageMillis\":0")
                .contains("\"value\":10")
                .contains("\"census\":{")
                .contains("\"decided\":2")
                .contains("\"create\":[\"orders-000001\",\"orders-000002\"]")
                .contains("\"status\":\"CREATED\"")
                .endsWith("]}");
    }

    @Test
    void repeated_idle_rounds_do_not_evict_rounds_with_changes() {
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            queue.set(2);
            time.advance(POLL.multipliedBy(500));
            assertThat(registration.decisions()).hasSizeBetween(2, 3);
            assertThat(registration.decisions().get(0).sentence()).contains("create 2");
            assertThat(registration.lastDecision().orElseThrow().round()).isEqualTo(500);
        }
    }

    @Test
    void every_error_of_every_trigger_is_reported_at_once_when_a_job_is_registered() {
        ScaledJob job = orders().trigger(FakeSource.trigger("kafka"))
                .trigger(FakeSource.trigger("rabbit"))
                .build();
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build()) {
            assertThatThrownBy(() -> autoscaler.register(job, jobs))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessage("""
                            ScaledJob orders has 2 errors:
                              - triggers[1].type: 'kafka' is not valid, expected one of [orders]
                              - triggers[2].type: 'rabbit' is not valid, expected one of [orders]""");
            autoscaler.register(orders().build(), jobs);
            assertThatThrownBy(() -> autoscaler.register(orders().build(), jobs))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ScaledJob default/orders is registered already");
        }
    }

    @Test
    void the_phase_durations_add_up_to_the_round_duration() {
        AtomicLong ticks = new AtomicLong();
        try (Autoscaler autoscaler = Autoscaler.builder()
                .clock(() -> ManualTime.START.plusMillis(ticks.incrementAndGet()))
                .workers(Runnable::run)
                .scheduler((delay, task) -> () -> {})
                .source(FakeSource.named("orders").set(2).factory("orders"))
                .build()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            registration.triggerNow();
            DecisionRecord record = registration.lastDecision().orElseThrow();
            RoundDurations took = record.durations();
            assertThat(List.of(took.census(), took.reads(), took.planning(), took.execution()))
                    .allMatch(duration -> duration.compareTo(Duration.ZERO) > 0);
            assertThat(took.census().plus(took.reads()).plus(took.planning()).plus(took.execution()))
                    .isEqualTo(Duration.between(record.startedAt(), record.finishedAt()));
            assertThat(record.toJson())
                    .contains("\"durations\":{\"latenessMillis\":0,\"censusMillis\":"
                            + took.census().toMillis());
            assertThat(record.readings())
                    .allSatisfy(reading ->
                            assertThat(reading.latency()).isPositive().isLessThan(took.reads()));

            jobs.failingCensus(true);
            registration.triggerNow();
            RoundDurations failed = registration.lastDecision().orElseThrow().durations();
            assertThat(failed.census()).isPositive();
            assertThat(List.of(failed.reads(), failed.planning(), failed.execution()))
                    .containsOnly(Duration.ZERO);
        }
    }

    @Test
    void a_round_knows_how_late_its_tick_was() {
        AtomicReference<Instant> now = new AtomicReference<>(ManualTime.START);
        List<Runnable> scheduled = new ArrayList<>();
        List<Duration> delays = new ArrayList<>();
        try (Autoscaler autoscaler = Autoscaler.builder()
                .clock(now::get)
                .workers(Runnable::run)
                .scheduler((delay, task) -> {
                    delays.add(delay);
                    scheduled.add(task);
                    return () -> {};
                })
                .source(queue.factory("orders"))
                .build()) {
            Registration registration = autoscaler.register(orders().build(), jobs);
            int tick = scheduled.size() - 1; // what was scheduled before it are deadlines
            now.set(now.get().plus(delays.get(tick)).plusMillis(250));
            scheduled.get(tick).run();
            assertThat(registration.lastDecision().orElseThrow().durations().lateness())
                    .isEqualTo(Duration.ofMillis(250));
            registration.triggerNow();
            assertThat(registration.lastDecision().orElseThrow().durations().lateness())
                    .isZero();
        }
    }

    @Test
    void jobs_in_memory_are_counted_for_each_workload() {
        FakeSource queue = FakeSource.named("orders").set(2);
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build()) {
            autoscaler.register(orders().namespace("one").build(), jobs).triggerNow();
            autoscaler.register(orders().namespace("two").build(), jobs).triggerNow();
        }
        assertThat(jobs.created()).containsExactly("orders-000001", "orders-000002", "orders-000001", "orders-000002");
    }
}
