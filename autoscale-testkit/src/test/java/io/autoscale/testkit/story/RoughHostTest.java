// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.engine.EngineLimits;
import io.autoscale.engine.Registration;
import io.autoscale.engine.TriggerHealth;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.GuardPolicy;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Clocks that move back, failing thread creation and hanging listeners fail a round, not the
 * process.
 */
class RoughHostTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T12:00:00Z"));
    private final WorkloadObserver noJobs = request -> JobCensus.empty(now.get());
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger inListener = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letEverythingGo() {
        release.countDown();
    }

    @Test
    void a_clock_that_is_set_back_an_hour_delays_no_tick_beyond_an_interval() {
        List<Runnable> due = new ArrayList<>();
        List<Duration> delays = new ArrayList<>();
        try (Autoscaler autoscaler = autoscaler()
                .clock(now::get)
                .workers(Runnable::run)
                .scheduler((delay, task) -> {
                    due.add(task);
                    delays.add(delay);
                    return () -> {};
                })
                .build()) {
            autoscaler.register(job("orders", "counted"), noJobs, ScalingExecutor.dryRun());
            now.updateAndGet(time -> time.minus(Duration.ofHours(1)));
            Runnable tick = due.get(due.size() - 1);
            delays.clear();
            tick.run();
            assertThat(reads).hasValue(1);
            // the first is that of the next tick
            assertThat(delays.get(0)).isBetween(Duration.ZERO, INTERVAL);
        }
    }

    @Test
    void a_tick_rejected_by_the_scheduler_shows_in_health_and_the_next_round_reschedules_it() {
        AtomicBoolean full = new AtomicBoolean(true);
        List<Runnable> due = new ArrayList<>();
        try (Autoscaler autoscaler = autoscaler()
                .clock(now::get)
                .workers(Runnable::run)
                .scheduler((delay, task) -> {
                    if (full.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    due.add(task);
                    return () -> {};
                })
                .build()) {
            Registration registration = autoscaler.register(job("orders", "counted"), noJobs, ScalingExecutor.dryRun());
            assertThat(registration.health().isHealthy()).isFalse();
            assertThat(registration.health().ticking()).isFalse();
            full.set(false);
            registration.triggerNow();
            assertThat(registration.health().isHealthy()).isTrue();
            assertThat(reads).hasValue(1);
            due.get(0).run();
            assertThat(reads).hasValue(2);
        }
    }

    @Test
    void a_lack_of_threads_fails_rounds_but_keeps_the_registration() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger refusals = new AtomicInteger();
        Executor starved = task -> {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        };
        try (Autoscaler autoscaler =
                autoscaler().clock(now::get).workers(starved).build()) {
            Registration registration = autoscaler.register(job("orders", "counted"), noJobs, ScalingExecutor.dryRun());
            for (int position = 1; position <= 8; position++) {
                // accepts some tasks of a round and rejects the next one
                int before = reads.get();
                refusals.set(position % 3);
                try {
                    registration.triggerNow();
                } catch (OutOfMemoryError e) {
                    assertThat(e).hasMessageContaining("native thread");
                }
                refusals.set(0);
                await().until(() -> {
                    registration.triggerNow();
                    return reads.get() > before;
                });
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_listener_that_hangs_on_an_expired_read_does_not_stop_the_deadlines_of_others() {
        try (Autoscaler autoscaler = autoscaler()
                .sampleTimeout(Duration.ofMillis(200))
                .listener(event -> {
                    if (event instanceof AutoscalerEvent.SourceGuardChanged) {
                        inListener.incrementAndGet();
                        hang();
                    }
                })
                .build()) {
            Registration hanging = autoscaler.register(job("slow", "hanging"), atNow(), ScalingExecutor.dryRun());
            Registration other = autoscaler.register(job("quick", "hanging"), atNow(), ScalingExecutor.dryRun());
            await().until(() -> {
                hanging.triggerNow();
                return inListener.get() > 0;
            });
            other.triggerNow();
            await().until(() -> !other.decisions().isEmpty());
            release.countDown();
        }
    }

    @Test
    void a_tick_during_an_interval_change_leaves_one_tick_sequence() {
        List<Runnable> due = new ArrayList<>();
        try (Autoscaler autoscaler = autoscaler()
                .clock(now::get)
                .workers(Runnable::run)
                .scheduler((delay, task) -> {
                    due.add(task);
                    return () -> {}; // too late to be canceled
                })
                .build()) {
            Registration registration = autoscaler.register(job("orders", "counted"), noJobs, ScalingExecutor.dryRun());
            Runnable firing = due.get(due.size() - 1);
            registration.update(job("orders", "counted").toBuilder()
                    .pollingInterval(INTERVAL.multipliedBy(2))
                    .build());
            due.clear();
            firing.run();
            assertThat(due).isEmpty();
            assertThat(reads).hasValue(0);
        }
    }

    @Test
    void a_listener_can_close_the_registration_that_calls_it() {
        AtomicReference<Registration> registration = new AtomicReference<>();
        AtomicBoolean closed = new AtomicBoolean();
        try (Autoscaler autoscaler = autoscaler()
                .limits(EngineLimits.builder().closeTimeout(Duration.ofHours(1)).build())
                .listener(event -> {
                    if (event instanceof AutoscalerEvent.SourceGuardChanged) {
                        registration.get().close();
                        closed.set(true);
                    }
                })
                .guardPolicy(new GuardPolicy(1, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .source(ScalerSourceFactory.of("broken", context -> {
                    throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "away");
                }))
                .build()) {
            registration.set(autoscaler.register(job("orders", "broken"), atNow(), ScalingExecutor.dryRun()));
            registration.get().triggerNow();
            await().untilTrue(closed);
            await().until(() -> autoscaler.registrations().isEmpty());
        }
    }

    @Test
    void a_late_credentials_check_does_not_keep_a_trigger_unread() {
        AtomicBoolean hangs = new AtomicBoolean();
        AtomicBoolean fails = new AtomicBoolean(true);
        AtomicInteger late = new AtomicInteger();
        AuthProvider provider = new AuthProvider() {
            @Override
            public Authentication resolve(AuthenticationRequest request) {
                return Authentication.none();
            }

            @Override
            public Object version(AuthenticationRequest request) {
                boolean interrupted = false;
                while (hangs.get() && release.getCount() > 0) {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    late.incrementAndGet();
                }
                return "same";
            }
        };
        try (Autoscaler autoscaler = Autoscaler.builder()
                .authProvider(provider)
                .limits(EngineLimits.builder()
                        .sampleTimeout(Duration.ofMillis(200))
                        .guardPolicy(new GuardPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1)))
                        .build())
                .source(ScalerSourceFactory.of(
                        "q",
                        context -> ScalerSource.of(MetricSpec.averageValue("q", 1), () -> {
                            if (fails.get()) {
                                throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "away");
                            }
                            reads.incrementAndGet();
                            return new MetricSample(1, context.clock().instant());
                        })))
                .build()) {
            Registration registration = autoscaler.register(job("orders", "q"), atNow(), ScalingExecutor.dryRun());
            registration.triggerNow();
            await().until(() -> registration.health().triggers().get(0).state() == TriggerHealth.State.CIRCUIT_OPEN);
            hangs.set(true);
            registration.triggerNow();
            await().until(() ->
                    registration.lastDecision().orElseThrow().sentence().contains("timed out after"));
            hangs.set(false);
            release.countDown();
            await().until(() -> late.get() == 1);
            fails.set(false);
            await().until(() -> {
                registration.triggerNow();
                return reads.get() > 0;
            });
        }
    }

    @Test
    void sources_that_were_made_before_another_failed_are_closed() {
        AtomicInteger closed = new AtomicInteger();
        ScalerSource source = new ScalerSource() {
            @Override
            public MetricSpec metric() {
                return MetricSpec.averageValue("x", 1);
            }

            @Override
            public MetricSample sample() {
                return new MetricSample(0, now.get());
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        ScaledJob job = ScaledJob.builder("orders")
                .jobTemplate(JobTemplate.named("worker"))
                .trigger(FakeSource.trigger("closable"))
                .trigger(FakeSource.trigger("broken"))
                .build();
        try (Autoscaler autoscaler = Autoscaler.builder()
                .authProvider(AuthProvider.ownIdentity())
                .source(ScalerSourceFactory.of("closable", context -> source))
                .source(ScalerSourceFactory.of("broken", context -> {
                    throw new IllegalStateException("the API server is away");
                }))
                .build()) {
            assertThatThrownBy(() -> autoscaler.register(job, noJobs, ScalingExecutor.dryRun()))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(closed).hasValue(1);
    }

    private WorkloadObserver atNow() {
        return request -> JobCensus.empty(InstantSource.system().instant());
    }

    private AutoscalerBuilder autoscaler() {
        MetricSpec metric = MetricSpec.averageValue("counted", 1);
        return Autoscaler.builder()
                .source(ScalerSourceFactory.of(
                        "counted",
                        context -> ScalerSource.of(metric, () -> {
                            reads.incrementAndGet();
                            return new MetricSample(1, context.clock().instant());
                        })))
                .source(ScalerSourceFactory.of(
                        "hanging",
                        context -> ScalerSource.of(metric, () -> {
                            hang();
                            return new MetricSample(1, context.clock().instant());
                        })));
    }

    private static ScaledJob job(String name, String type) {
        return ScaledJob.builder(name)
                .jobTemplate(JobTemplate.named("worker"))
                .pollingInterval(INTERVAL)
                .trigger(FakeSource.trigger(type))
                .build();
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
