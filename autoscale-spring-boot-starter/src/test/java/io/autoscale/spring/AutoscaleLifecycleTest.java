// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import static io.autoscale.spring.Runners.OUTSIDE;
import static io.autoscale.spring.Runners.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.ManualTime;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadObserver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AutoscaleLifecycleTest {

    @Test
    void scaling_ends_before_the_executor_is_closed_and_the_context_can_start_again() {
        Executor executor = new Executor();
        OUTSIDE.withPropertyValues("autoscale.manifests=classpath:scaled-jobs/*.yaml")
                .withBean(Executor.class, () -> executor)
                .run(context -> {
                    Autoscaler autoscaler = context.getBean(Autoscaler.class);
                    executor.autoscaler = autoscaler;
                    context.getSourceApplicationContext().stop();
                    assertThat(autoscaler.registrations()).isEmpty();
                    context.getSourceApplicationContext().start();
                    assertThat(autoscaler.registrations()).hasSize(1);
                });
        assertThat(executor.closedAfterAutoscaler).isTrue();
    }

    @Test
    void sources_that_hang_delay_a_shutdown_together_and_not_one_after_another() {
        CountDownLatch reading = new CountDownLatch(20);
        CountDownLatch release = new CountDownLatch(1);
        ScalerSource hanging = ScalerSource.of(MetricSpec.averageValue("orders", 1), () -> {
            reading.countDown();
            while (release.getCount() > 0) {
                LockSupport.parkNanos(1_000_000); // ignores interrupts
            }
            return new MetricSample(0, ManualTime.START);
        });
        Executor executor = new Executor();
        ApplicationContextRunner runner = OUTSIDE.withPropertyValues("autoscale.close-timeout=1s")
                .withBean(Executor.class, () -> executor)
                .withBean("orders", ScalerSourceFactory.class, () -> ScalerSourceFactory.of("orders", any -> hanging));
        for (int i = 0; i < 20; i++) {
            String name = "orders-" + i;
            runner = runner.withBean(name, ScaledJob.class, () -> orders(name));
        }
        executor.counts = true;
        runner.run(context -> {
            executor.autoscaler = context.getBean(Autoscaler.class);
            executor.autoscaler.registrations().forEach(Registration::triggerNow);
            assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
            long before = System.nanoTime();
            context.getSourceApplicationContext().stop();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("five times the close timeout; one after another, they take longer")
                    .isLessThan(Duration.ofSeconds(5));
            release.countDown();
        });
    }

    @Test
    void of_two_replicas_one_scales_and_the_other_takes_over() {
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        ApplicationContextRunner replica = OUTSIDE.withBean(KubernetesClient.class, server::createClient)
                .withPropertyValues(
                        "autoscale.manifests=classpath:scaled-jobs/*.yaml",
                        "autoscale.leader-election=media/scaling",
                        "autoscale.lease-duration=2s");
        try {
            replica.run(first -> {
                Autoscaler leader = first.getBean(Autoscaler.class);
                await().until(() -> leader.registrations().size() == 1);
                replica.run(second -> {
                    Autoscaler follower = second.getBean(Autoscaler.class);
                    await().during(Duration.ofSeconds(1))
                            .until(() -> follower.registrations().isEmpty());
                    first.getSourceApplicationContext().close();
                    await().until(() -> follower.registrations().size() == 1);
                });
            });
        } finally {
            server.destroy();
        }
    }

    /** A bean of the program that takes the place of {@link KubernetesJobs}. */
    static final class Executor implements WorkloadObserver, ScalingExecutor, AutoCloseable {

        private Autoscaler autoscaler;
        private boolean closedAfterAutoscaler;
        private boolean counts;

        @Override
        public JobCensus observe(CensusRequest request) {
            if (!counts) {
                throw new CensusException("not counted", null);
            }
            return JobCensus.empty(Instant.now());
        }

        @Override
        public ExecutionOutcome execute(ScaledJob job, ScalingPlan plan) {
            return ExecutionOutcome.NOTHING;
        }

        @Override
        public void close() {
            assertThatThrownBy(() -> autoscaler.register(orders(), this)).isInstanceOf(IllegalStateException.class);
            closedAfterAutoscaler = true;
        }
    }
}
