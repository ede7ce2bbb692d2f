// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.event.AutoscalerEvent.RegistrationChange.ENDED;
import static io.autoscale.event.AutoscalerEvent.RegistrationChange.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.Autoscaler;
import io.autoscale.engine.EngineLimits;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent.Housekeeping;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.event.AutoscalerEvent.RegistrationChanged;
import io.autoscale.event.AutoscalerEvent.SourceGuardChanged;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.source.GuardPolicy;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * With real threads: user code outside a round, in a listener or when a source is closed, fails no
 * round.
 */
class TroubleOnTheSideTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch release = new CountDownLatch(1);
    private final RecordingListener events = new RecordingListener();
    private final WorkloadObserver noJobs =
            request -> JobCensus.empty(InstantSource.system().instant());
    private final AtomicInteger executions = new AtomicInteger();

    @AfterEach
    void letEverythingGo() {
        release.countDown();
    }

    private static ScaledJobBuilder job(String name) {
        return ScaledJob.builder(name).jobTemplate(JobTemplate.named("worker")).pollingInterval(LONG);
    }

    private static ScalerSourceFactory source(String type, ScalerSource source) {
        return ScalerSourceFactory.of(type, context -> source);
    }

    private static ScalerSource steady(MetricSpec metric) {
        return ScalerSource.of(
                metric, () -> new MetricSample(1, InstantSource.system().instant()));
    }

    private static ScalerSource closedBy(MetricSpec metric, Runnable onClose) {
        ScalerSource steady = steady(metric);
        return new ScalerSource() {
            @Override
            public MetricSpec metric() {
                return metric;
            }

            @Override
            public MetricSample sample() {
                return steady.sample();
            }

            @Override
            public void close() {
                onClose.run();
            }
        };
    }

    private ExecutionOutcome count() {
        executions.incrementAndGet();
        return ExecutionOutcome.NOTHING;
    }

    @Test
    void a_listener_that_hangs_on_an_open_circuit_blocks_neither_rounds_nor_health() {
        MetricSpec metric = MetricSpec.averageValue("q", 1);
        ScalerSource failing = ScalerSource.of(metric, () -> {
            throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "down");
        });
        try (Autoscaler autoscaler = Autoscaler.builder()
                .limits(EngineLimits.builder()
                        .guardPolicy(new GuardPolicy(1, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                        .closeTimeout(Duration.ofMillis(200))
                        .build())
                .source(source("q", failing))
                .listener(events)
                .listener(event -> {
                    if (event instanceof SourceGuardChanged) {
                        Hanging.stubbornlyUntil(release);
                    }
                })
                .build()) {
            Registration registration = autoscaler.register(
                    job("orders").trigger(FakeSource.trigger("q")).build(), noJobs, (scaled, plan) -> count());
            registration.triggerNow();
            await().until(() -> events.completed().size() == 1);
            registration.triggerNow();
            await().until(() -> events.completed().size() == 2);
            assertThat(registration.health().triggers()).hasSize(1);
        }
    }

    @Test
    void a_listener_that_was_busy_misses_rounds_but_no_change_of_a_registration() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<RegistrationChange> changes = new ArrayList<>();
        AtomicInteger rounds = new AtomicInteger();
        ManualTime time = new ManualTime();
        try (Autoscaler autoscaler = time.autoscaler()
                .source(FakeSource.named("q").factory("q"))
                .listener(event -> {
                    if (event instanceof RegistrationChanged changed) {
                        changes.add(changed.change());
                    } else {
                        rounds.incrementAndGet();
                    }
                    busy.countDown();
                    Hanging.stubbornlyUntil(go);
                })
                .build()) {
            ScaledJob first = job("first").trigger(FakeSource.trigger("q")).build();
            Thread registering = new Thread(() -> autoscaler.register(first, noJobs, (scaled, plan) -> count()));
            registering.start();
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            Registration second = autoscaler.register(
                    job("second").trigger(FakeSource.trigger("q")).build(), noJobs, (scaled, plan) -> count());
            for (int i = 0; i < 3_000; i++) {
                second.triggerNow();
            }
            second.close();
            go.countDown();
            registering.join();
            assertThat(changes).containsExactly(STARTED, STARTED, ENDED);
            assertThat(rounds).hasValueLessThan(1_100);
        }
    }

    @Test
    void an_error_of_one_trigger_does_not_end_the_round_while_another_is_read() {
        MetricSpec metric = MetricSpec.averageValue("q", 1);
        CountDownLatch slow = new CountDownLatch(1);
        ScalerSource waiting = ScalerSource.of(metric, () -> {
            try {
                slow.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new MetricSample(3, InstantSource.system().instant());
        });
        ScalerSource broken = ScalerSource.of(metric, () -> {
            slow.countDown();
            throw new NoClassDefFoundError("thrown by a source of a test");
        });
        try (Autoscaler autoscaler = Autoscaler.builder()
                .source(source("slow", waiting))
                .source(source("broken", broken))
                .listener(events)
                .build()) {
            Registration registration = autoscaler.register(
                    job("orders")
                            .trigger(FakeSource.trigger("slow"))
                            .trigger(FakeSource.trigger("broken"))
                            .build(),
                    noJobs,
                    (scaled, plan) -> count());
            for (int round = 1; round <= 20; round++) {
                registration.triggerNow();
                int rounds = round;
                // the error itself goes to the thread's handler
                await().dontCatchUncaughtExceptions()
                        .until(() -> events.completed().size() == rounds);
            }
            assertThat(events.failed()).isEmpty();
            assertThat(events.completed())
                    .extracting(DecisionRecord::readings)
                    .allSatisfy(readings -> assertThat(readings)
                            .hasSize(2)
                            .satisfiesExactlyInAnyOrder(
                                    one -> assertThat(one).isInstanceOf(TriggerReading.Observed.class),
                                    other -> assertThat(other).isInstanceOf(TriggerReading.Failed.class)));
            assertThat(executions).hasValue(20);
        }
    }

    @Test
    void a_hanging_janitor_pass_is_reported() {
        AtomicBoolean hangs = new AtomicBoolean();
        WorkloadObserver observer = request -> {
            if (hangs.get()) {
                Hanging.stubbornlyUntil(release);
            }
            return noJobs.observe(request);
        };
        try (Autoscaler autoscaler = Autoscaler.builder()
                .limits(EngineLimits.builder()
                        .censusTimeout(Duration.ofMillis(200))
                        .closeTimeout(Duration.ofMillis(200))
                        .janitorInterval(Duration.ofMillis(100))
                        .build())
                .source(source("q", steady(MetricSpec.averageValue("q", 1))))
                .listener(events)
                .build()) {
            hangs.set(true);
            autoscaler.register(
                    job("orders").trigger(FakeSource.trigger("q")).build(), observer, (scaled, plan) -> count());
            await().until(() -> !events.events(Housekeeping.class).isEmpty());
            assertThat(events.events(Housekeeping.class).get(0).decision())
                    .satisfies(decision -> assertThat(decision.cause()).isEqualTo(RoundCause.CENSUS_FAILED));
        }
    }

    @Test
    void a_job_whose_source_fails_to_close_can_be_registered_again() {
        MetricSpec metric = MetricSpec.averageValue("q", 1);
        ScalerSource source = closedBy(metric, () -> {
            throw new AssertionError("thrown by a source of a test");
        });
        try (Autoscaler autoscaler = Autoscaler.builder()
                .source(source("q", source))
                .listener(events)
                .build()) {
            ScaledJob orders = job("orders").trigger(FakeSource.trigger("q")).build();
            autoscaler.register(orders, noJobs, (scaled, plan) -> count()).close();
            Registration again = autoscaler.register(orders, noJobs, (scaled, plan) -> count());
            again.update(orders.toBuilder()
                    .triggers(orders.triggers().subList(0, 0))
                    .trigger(FakeSource.trigger("q"))
                    .jobTemplate(JobTemplate.named("other"))
                    .build());
            again.triggerNow();
            await().until(() -> events.completed().size() == 1);
        }
    }

    @Test
    void a_source_that_hangs_on_close_does_not_block_closing() {
        MetricSpec metric = MetricSpec.averageValue("q", 1);
        AtomicBoolean closing = new AtomicBoolean();
        ScalerSource source = closedBy(metric, () -> {
            closing.set(true);
            Hanging.stubbornlyUntil(release);
        });
        Autoscaler autoscaler = Autoscaler.builder()
                .limits(EngineLimits.builder()
                        .closeTimeout(Duration.ofMillis(200))
                        .build())
                .source(source("q", source))
                .build();
        autoscaler.register(job("orders").trigger(FakeSource.trigger("q")).build(), noJobs, (scaled, plan) -> count());
        autoscaler.close();
        assertThat(closing).isTrue();
        assertThat(autoscaler.registrations()).isEmpty();
    }

    @Test
    void a_round_that_outlives_its_registration_executes_nothing() {
        MetricSpec metric = MetricSpec.averageValue("q", 1);
        CountDownLatch deciding = new CountDownLatch(1);
        try (Autoscaler autoscaler = Autoscaler.builder()
                .limits(EngineLimits.builder()
                        .closeTimeout(Duration.ofMillis(200))
                        .build())
                .source(source("q", steady(metric)))
                .listener(events)
                .build()) {
            Registration registration = autoscaler.register(
                    job("orders")
                            .trigger(FakeSource.trigger("q"))
                            .scalingStrategy(input -> {
                                deciding.countDown();
                                Hanging.stubbornlyUntil(release);
                                return ScalingDecision.create(1, "one");
                            })
                            .build(),
                    noJobs,
                    (scaled, plan) -> count());
            registration.triggerNow();
            await().until(() -> deciding.getCount() == 0);
            registration.close();
            release.countDown();
            await().until(() -> events.skipped().size()
                            + events.completed().size()
                            + events.failed().size()
                    == 1);
            assertThat(executions).hasValue(0);
        }
    }

    @Test
    void closing_the_engine_ends_a_registration_that_waits_for_credentials() throws Exception {
        Autoscaler autoscaler = Autoscaler.builder()
                .authProvider(request -> {
                    Hanging.stubbornlyUntil(release);
                    throw new IllegalStateException("too late");
                })
                .source(source("q", steady(MetricSpec.averageValue("q", 1))))
                .limits(EngineLimits.builder()
                        .closeTimeout(Duration.ofMillis(200))
                        .build())
                .build();
        CountDownLatch over = new CountDownLatch(1);
        Thread registering = new Thread(() -> {
            assertThatThrownBy(() -> autoscaler.register(
                            job("orders").trigger(FakeSource.trigger("q")).build(), noJobs, (scaled, plan) -> count()))
                    .isInstanceOf(IllegalStateException.class);
            over.countDown();
        });
        registering.start();
        await().until(() -> registering.getState() == Thread.State.WAITING);
        autoscaler.close();
        assertThat(over.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
