// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.engine.EngineLimits;
import io.autoscale.engine.Registration;
import io.autoscale.engine.RegistrationHealth;
import io.autoscale.engine.TaskScheduler;
import io.autoscale.engine.TriggerHealth;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundResult;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.GuardPolicy;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.RecordingListener;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * If user code hangs, throws or rejects a call, the round ends with an event that contains the
 * reason, the health reports it, later rounds succeed, and closing takes a bounded time.
 */
class HostileUserCodeTest {

    private static final Duration DEADLINE = Duration.ofMillis(200);
    private static final EngineLimits LIMITS = EngineLimits.builder()
            .sampleTimeout(DEADLINE)
            .censusTimeout(DEADLINE)
            .executionTimeout(DEADLINE)
            .closeTimeout(Duration.ofSeconds(2))
            // no pass of the janitor during the test; other tests cover it
            .janitorInterval(Duration.ofHours(1))
            .guardPolicy(new GuardPolicy(3, Duration.ofMillis(100), Duration.ofMillis(100)))
            .build();

    private enum Who {
        SOURCE,
        RESOLVE,
        VERSION,
        STRATEGY,
        LISTENER,
        EXECUTOR,
        OBSERVER,
        WORKERS,
        SCHEDULER,
        CLOCK
    }

    private enum How {
        HANG,
        HANG_STUBBORNLY,
        THROW,
        THROW_ERROR,
        REJECT
    }

    private final RecordingListener events = new RecordingListener();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Who[] misbehaving = new Who[1];
    private How how = How.THROW;

    @AfterEach
    void letEverythingGo() {
        release.countDown();
        threads.shutdownNow();
        timer.shutdownNow();
    }

    static List<Arguments> everyoneInEveryWay() {
        List<Arguments> cases = new ArrayList<>();
        for (Who who : Who.values()) {
            for (How way : How.values()) {
                boolean onTimer = who == Who.SCHEDULER || who == Who.CLOCK || who == Who.WORKERS;
                // code that runs on the caller's own thread cannot be abandoned
                if (!(onTimer && (way == How.HANG || way == How.HANG_STUBBORNLY || way == How.THROW_ERROR))) {
                    cases.add(Arguments.of(who, way));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("everyoneInEveryWay")
    void one_round_fails_and_later_rounds_succeed(Who who, How way) {
        InMemoryJobs jobs = new InMemoryJobs(InstantSource.system());
        Autoscaler autoscaler = autoscaler().build();
        Registration registration = autoscaler.register(job(), jobs(jobs), executor(jobs));
        await().until(() -> {
            // a busy machine may exceed a deadline once
            trigger(registration);
            return !events.completed().isEmpty();
        });
        int completedBefore = events.completed().size();
        Instant before = InstantSource.system().instant();

        how = way;
        misbehaving[0] = who;
        if (who != Who.SCHEDULER && who != Who.CLOCK) {
            await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(20)).until(() -> {
                trigger(registration);
                return isReported(registration, who, completedBefore);
            });
        } else {
            trigger(registration);
        }
        misbehaving[0] = null;
        if (way == How.HANG_STUBBORNLY) {
            release.countDown();
        }

        await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(20)).until(() -> {
            trigger(registration);
            return registration
                            .lastDecision()
                            .filter(record -> record.result() == RoundResult.COMPLETED
                                    && record.startedAt().isAfter(before)
                                    && record.readings().stream().allMatch(TriggerReading.Observed.class::isInstance))
                            .isPresent()
                    && registration.health().isHealthy();
        });
        Instant closing = InstantSource.system().instant();
        autoscaler.close();
        assertThat(Duration.between(closing, InstantSource.system().instant())).isLessThan(Duration.ofSeconds(8));
    }

    /** Returns whether an event or the health reports the problem. */
    private boolean isReported(Registration registration, Who who, int completedBefore) {
        if (who == Who.LISTENER) {
            // the other listeners receive the events of later rounds
            return events.completed().size() > completedBefore + 2;
        }
        RegistrationHealth health = registration.health();
        boolean inHealth = !health.isHealthy()
                || health.failedRounds() > 0
                || health.missedTicks() > 0
                || health.triggers().stream().anyMatch(trigger -> trigger.state() != TriggerHealth.State.READ);
        boolean inEvents = events.failed().size() + events.skipped().size() > 0
                || events.completed().stream()
                        .map(DecisionRecord::readings)
                        .flatMap(List::stream)
                        .anyMatch(TriggerReading.Failed.class::isInstance);
        return inHealth && inEvents;
    }

    private static void trigger(Registration registration) {
        try {
            registration.triggerNow();
        } catch (RuntimeException | Error e) {
            assertThat(e).hasMessageContaining("hostile");
        }
    }

    private void may(Who who) {
        if (misbehaving[0] != who) {
            return;
        }
        switch (how) {
            case HANG -> Hanging.until(release);
            case HANG_STUBBORNLY -> Hanging.stubbornlyUntil(release);
            case THROW -> throw new IllegalStateException("hostile");
            case REJECT -> throw new RejectedExecutionException("hostile");
            case THROW_ERROR -> throw new AssertionError("hostile");
        }
    }

    private AutoscalerBuilder autoscaler() {
        MetricSpec metric = MetricSpec.averageValue("q", 1);
        Executor workers = task -> {
            may(Who.WORKERS);
            threads.execute(task);
        };
        TaskScheduler scheduler = (delay, task) -> {
            may(Who.SCHEDULER);
            ScheduledFuture<?> future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
        return Autoscaler.builder()
                .limits(LIMITS)
                .workers(workers)
                .scheduler(scheduler)
                .clock(() -> {
                    may(Who.CLOCK);
                    return InstantSource.system().instant();
                })
                .authProvider(new AuthProvider() {
                    @Override
                    public Authentication resolve(AuthenticationRequest request) {
                        may(Who.RESOLVE);
                        return AuthProvider.ownIdentity().resolve(request);
                    }

                    @Override
                    public Object version(AuthenticationRequest request) {
                        may(Who.VERSION);
                        // credentials that always differ are resolved before each read
                        return misbehaving[0] == Who.RESOLVE ? new Object() : "same";
                    }
                })
                .listener(events)
                .listener(new AutoscalerListener() {
                    @Override
                    public void onEvent(AutoscalerEvent event) {
                        may(Who.LISTENER);
                    }
                })
                .source(ScalerSourceFactory.of(
                        "q",
                        context -> ScalerSource.of(metric, () -> {
                            may(Who.SOURCE);
                            return new MetricSample(3, context.clock().instant());
                        })));
    }

    private io.autoscale.workload.WorkloadObserver jobs(InMemoryJobs jobs) {
        return request -> {
            may(Who.OBSERVER);
            return jobs.observe(request);
        };
    }

    private ScalingExecutor executor(InMemoryJobs jobs) {
        return (scaled, plan) -> {
            may(Who.EXECUTOR);
            return jobs.execute(scaled, plan);
        };
    }

    /** One job more in each round, so that every round executes a plan. */
    private ScaledJob job() {
        return ScaledJob.builder("orders")
                .jobTemplate(JobTemplate.named("worker"))
                .pollingInterval(Duration.ofMinutes(10))
                .maxReplicaCount(10_000)
                .scalingStrategy(input -> {
                    may(Who.STRATEGY);
                    return ScalingDecision.create(1, "one more");
                })
                .trigger(FakeSource.trigger("q"))
                .build();
    }
}
