// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.RoundCause;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.RecordingListener;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that need real threads: hanging calls, interrupts and threads that end. */
class RealThreadsTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger hangs = new AtomicInteger();
    private final RecordingListener events = new RecordingListener();
    private final WorkloadObserver noJobs =
            request -> JobCensus.empty(InstantSource.system().instant());

    @AfterEach
    void letEverythingGo() {
        release.countDown();
    }

    @Test
    void one_hanging_source_of_five_does_not_block_the_other_four() {
        ScaledJobBuilder job = job("orders")
                .multipleScalersCalculation(MultipleScalersCalculation.SUM)
                .trigger(FakeSource.trigger("hanging"));
        for (int i = 0; i < 4; i++) {
            job.trigger(FakeSource.trigger("instant"));
        }
        try (Autoscaler autoscaler = autoscaler().build()) {
            Registration registration = autoscaler.register(job.build(), noJobs, ScalingExecutor.dryRun());
            registration.triggerNow();
            await().untilAsserted(() -> assertThat(events.completed()).isNotEmpty());
            assertThat(events.completed().get(0).sentence())
                    .contains("hanging[0] left out: unavailable (timed out after 3000 ms)")
                    .contains("create 12");
        }
    }

    @Test
    void a_source_that_hangs_and_ignores_interrupts_blocks_only_one_thread() {
        try (Autoscaler autoscaler = autoscaler().build()) {
            Registration registration = autoscaler.register(
                    job("orders").trigger(FakeSource.trigger("stubborn")).build(), noJobs, ScalingExecutor.dryRun());
            for (int round = 1; round <= 10; round++) {
                int expected = round;
                registration.triggerNow();
                await().untilAsserted(() -> assertThat(events.completed()).hasSizeGreaterThanOrEqualTo(expected));
            }
            assertThat(hangs).hasValue(1);
            release.countDown();
        }
    }

    @Test
    void a_slow_source_delays_no_one_else_on_a_bounded_pool() {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Autoscaler autoscaler =
                autoscaler().sampleTimeout(Duration.ofMinutes(1)).workers(pool).build()) {
            autoscaler
                    .register(
                            job("slow").trigger(FakeSource.trigger("hanging")).build(),
                            noJobs,
                            ScalingExecutor.dryRun())
                    .triggerNow();
            await().until(() -> hangs.get() == 1);
            autoscaler
                    .register(
                            job("quick").trigger(FakeSource.trigger("instant")).build(),
                            noJobs,
                            ScalingExecutor.dryRun())
                    .triggerNow();
            await().untilAsserted(() -> assertThat(events.completed()).isNotEmpty());
            assertThat(events.completed().get(0).workload().name()).isEqualTo("quick");
            release.countDown();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void ticks_during_a_running_round_are_skipped_reported_and_make_the_registration_unhealthy() {
        WorkloadObserver stuck = request -> {
            hangStubbornly();
            return JobCensus.empty(InstantSource.system().instant());
        };
        try (Autoscaler autoscaler = autoscaler().build()) {
            Registration registration = autoscaler.register(
                    job("orders")
                            .pollingInterval(Duration.ofSeconds(1))
                            .trigger(FakeSource.trigger("instant"))
                            .build(),
                    stuck,
                    ScalingExecutor.dryRun());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(registration.health().isHealthy()).isFalse());
            // the tick is counted before its event is published
            await().untilAsserted(() -> assertThat(events.events(AutoscalerEvent.RoundSkipped.class))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(skipped -> skipped.decision().cause() == RoundCause.STILL_RUNNING));
            assertThat(hangs).hasValue(1);
            release.countDown();
            await().untilAsserted(
                            () -> assertThat(registration.health().isHealthy()).isTrue());
        }
    }

    @Test
    void closing_leaves_no_thread_behind() {
        Autoscaler autoscaler = autoscaler().build();
        for (int i = 0; i < 20; i++) {
            autoscaler
                    .register(
                            job("orders-" + i)
                                    .trigger(FakeSource.trigger(i == 0 ? "hanging" : "instant"))
                                    .build(),
                            noJobs,
                            ScalingExecutor.dryRun())
                    .triggerNow();
        }
        await().untilAsserted(() -> assertThat(events.completed()).hasSizeGreaterThanOrEqualTo(20));
        autoscaler.close();
        autoscaler.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("autoscale-")));
        assertThatThrownBy(() -> autoscaler.register(
                        job("late").trigger(FakeSource.trigger("instant")).build(), noJobs, ScalingExecutor.dryRun()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the autoscaler is closed");
    }

    @Test
    void a_throwing_listener_or_strategy_fails_one_round() {
        try (Autoscaler autoscaler = autoscaler()
                .listener(event -> {
                    throw new IllegalStateException("a bad listener");
                })
                .build()) {
            Registration registration = autoscaler.register(
                    job("orders")
                            .trigger(FakeSource.trigger("instant"))
                            .scalingStrategy(input -> {
                                throw new IllegalStateException("a bad strategy");
                            })
                            .build(),
                    noJobs,
                    ScalingExecutor.dryRun());
            registration.triggerNow();
            await().untilAsserted(() -> assertThat(events.failed()).hasSize(1));
            assertThat(events.failed().get(0).cause()).isEqualTo(RoundCause.STRATEGY_FAILED);
            registration.triggerNow();
            await().untilAsserted(() -> assertThat(events.failed()).hasSize(2));
        }
    }

    private AutoscalerBuilder autoscaler() {
        return Autoscaler.builder()
                .sampleTimeout(Duration.ofSeconds(3))
                .listener(events)
                .source(source("instant", () -> {}))
                .source(source("hanging", this::hang))
                .source(source("stubborn", this::hangStubbornly));
    }

    private static ScalerSourceFactory source(String type, Runnable before) {
        MetricSpec metric = MetricSpec.averageValue(type, 1);
        return ScalerSourceFactory.of(
                type,
                context -> ScalerSource.of(metric, () -> {
                    before.run();
                    return new MetricSample(3, context.clock().instant());
                }));
    }

    private static ScaledJobBuilder job(String name) {
        return ScaledJob.builder(name).jobTemplate(JobTemplate.named("worker")).pollingInterval(Duration.ofMinutes(10));
    }

    private void hang() {
        hangs.incrementAndGet();
        Hanging.until(release);
    }

    private void hangStubbornly() {
        hangs.incrementAndGet();
        Hanging.stubbornlyUntil(release);
    }
}
