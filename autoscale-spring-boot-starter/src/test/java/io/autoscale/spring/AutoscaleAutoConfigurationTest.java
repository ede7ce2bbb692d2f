// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.auth.AuthProvider;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.AwsSourcesBuilder;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.k8s.controller.KedaController;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.micrometer.AutoscalerMetrics;
import io.autoscale.micrometer.AwsMetrics;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spring.test.AutoscaleTestAutoConfiguration;
import io.autoscale.spring.test.FakeTriggers;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadObserver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class AutoscaleAutoConfigurationTest {

    private static final Duration POLL = Duration.ofSeconds(10);

    private final ApplicationContextRunner outside = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AutoscaleClientsAutoConfiguration.class,
                    AutoscaleAutoConfiguration.class,
                    AutoscaleMetricsAutoConfiguration.class,
                    AutoscaleActuatorAutoConfiguration.class));
    private final ApplicationContextRunner slice =
            outside.withConfiguration(AutoConfigurations.of(AutoscaleTestAutoConfiguration.class));
    private final ApplicationContextRunner videos =
            slice.withPropertyValues("autoscale.manifests=classpath:scaled-jobs/*.yaml");

    @Test
    void without_a_property_everything_is_there_and_nothing_is_scaled() {
        outside.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(KubernetesClient.class)
                .hasSingleBean(AwsSources.class)
                .hasSingleBean(KubernetesJobs.class)
                .hasSingleBean(AuthProvider.class)
                .doesNotHaveBean(KedaController.class)
                .doesNotHaveBean(AutoscalerMetrics.class)
                .getBean(Autoscaler.class)
                .satisfies(autoscaler -> assertThat(autoscaler.registrations()).isEmpty()));
    }

    @Test
    void the_version_of_spring_boot_is_the_expected_one() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("autoscale.test.spring-boot"));
    }

    @Test
    void nothing_is_configured_when_disabled() {
        outside.withPropertyValues("autoscale.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Autoscaler.class)
                        .doesNotHaveBean(KubernetesClient.class)
                        .doesNotHaveBean(AwsSources.class));
    }

    @Test
    void a_manifest_on_the_class_path_is_scaled() {
        videos.run(context -> {
            FakeTriggers triggers = context.getBean(FakeTriggers.class);
            triggers.only().set(9);
            context.getBean(ManualTime.class).advance(POLL);
            assertThat(context.getBean(InMemoryJobs.class).created())
                    .as("9 messages, 2 for each job")
                    .hasSize(5);
            assertThat(context).doesNotHaveBean(KubernetesClient.class).doesNotHaveBean(AwsSources.class);
        });
    }

    @Test
    void a_scaled_job_bean_with_a_source_bean_is_scaled() {
        FakeSource orders = FakeSource.named("orders").set(2);
        slice.withBean("orders", ScaledJob.class, AutoscaleAutoConfigurationTest::orders)
                .withBean("ordersSource", ScalerSourceFactory.class, () -> orders.factory("orders"))
                .run(context -> {
                    context.getBean(ManualTime.class).advance(POLL);
                    assertThat(context.getBean(InMemoryJobs.class).created()).hasSize(2);
                });
    }

    @Test
    void a_read_is_observed_and_knows_its_round_in_the_log() {
        List<String> observed = new ArrayList<>();
        List<Map<String, String>> logged = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(context -> {
            observed.add(context.getName());
            return false;
        });
        ScalerSource source = ScalerSource.of(MetricSpec.averageValue("orders", 1), () -> {
            logged.add(MDC.getCopyOfContextMap());
            return new MetricSample(0, ManualTime.START);
        });
        slice.withConfiguration(AutoConfigurations.of(AutoscaleObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean(Tracer.class, () -> Tracer.NOOP)
                .withBean(ScaledJob.class, AutoscaleAutoConfigurationTest::orders)
                .withBean("orders", ScalerSourceFactory.class, () -> ScalerSourceFactory.of("orders", any -> source))
                .run(context -> context.getBean(ManualTime.class).advance(POLL));
        assertThat(observed).contains("autoscale.round", "autoscale.census", "autoscale.read", "autoscale.planning");
        assertThat(logged).containsExactly(Map.of("scaledJob", "default/orders", "round", "1"));
    }

    @Test
    void a_wrong_manifest_stops_the_start_and_each_error_is_named() {
        slice.withPropertyValues("autoscale.manifests=classpath:wrong/*.yaml")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("orders.yaml")
                        .hasMessageContaining("maxReplicaCount: 'many' is not valid")
                        .hasMessageContaining("triggers"));
        slice.withPropertyValues("autoscale.manifests=classpath:nowhere/*.yaml")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("autoscale.manifests: 'classpath:nowhere/*.yaml' is not valid"));
        slice.withPropertyValues("autoscale.manifests=classpath:scaled-jobs/*.json")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("expected a location of at least one file"));
    }

    @Test
    void a_wrong_property_is_named() {
        outside.withPropertyValues("autoscale.aws.attempts=0")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("attempts: '0' is not valid"));
        outside.withPropertyValues("autoscale.controller.enabled=true", "autoscale.leader-election=keda")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining(
                                "autoscale.leader-election: 'keda' is not valid, expected NAMESPACE/NAME"));
    }

    @Test
    void properties_and_customizers_reach_the_builders() {
        videos.withPropertyValues("autoscale.decisions-kept=2").run(context -> {
            ManualTime time = context.getBean(ManualTime.class);
            FakeSource source = context.getBean(FakeTriggers.class).only();
            for (int i = 0; i < 5; i++) {
                source.set(i);
                time.advance(POLL);
            }
            assertThat(context.getBean(Autoscaler.class).registrations().get(0).decisions())
                    .hasSize(2);
        });
        List<AutoscalerBuilder> seen = new ArrayList<>();
        outside.withBean(Customized.class, () -> new Customized(seen))
                .run(context -> assertThat(seen).hasSize(1));
    }

    @Test
    void a_bean_of_the_program_replaces_ours() {
        Autoscaler own = Autoscaler.builder().build();
        AwsSources sources = AwsSources.create();
        outside.withBean(Autoscaler.class, () -> own)
                .withBean(AwsSources.class, () -> sources)
                .run(context -> {
                    assertThat(context.getBean(Autoscaler.class)).isSameAs(own);
                    assertThat(context.getBean(AwsSources.class)).isSameAs(sources);
                });
    }

    @Test
    void scaling_ends_before_the_executor_is_closed_and_the_context_can_start_again() {
        Executor executor = new Executor();
        outside.withPropertyValues("autoscale.manifests=classpath:scaled-jobs/*.yaml")
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
        ApplicationContextRunner runner = outside.withPropertyValues("autoscale.close-timeout=1s")
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
                    .as("less than half of twenty times the close timeout")
                    .isLessThan(Duration.ofSeconds(10));
            release.countDown();
        });
    }

    @Test
    void metrics_are_recorded_if_there_is_a_registry() {
        videos.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("autoscale.metrics.keda-series=true")
                .run(context -> {
                    context.getBean(FakeTriggers.class).only().set(4);
                    context.getBean(ManualTime.class).advance(POLL);
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    assertThat(registry.get("autoscale.jobs.creations")
                                    .tag("scaled.job", "video-processor")
                                    .counter()
                                    .count())
                            .isEqualTo(2);
                    assertThat(registry.get("keda.scaler.active").gauge().value())
                            .isOne();
                });
        outside.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context).hasSingleBean(AwsMetrics.class));
    }

    @Test
    void the_endpoint_shows_decisions_and_changes_registrations() {
        videos.withPropertyValues("management.endpoints.web.exposure.include=autoscale")
                .run(context -> {
                    AutoscaleEndpoint endpoint = context.getBean(AutoscaleEndpoint.class);
                    context.getBean(FakeTriggers.class).only().set(2);
                    assertThat(endpoint.registrations().get("media/video-processor"))
                            .asString()
                            .contains("lastDecision=no round yet", "paused=false", "healthy=true");
                    endpoint.change("media", "video-processor", AutoscaleEndpoint.Action.TRIGGER);
                    Map<String, Object> state = endpoint.registration("media", "video-processor");
                    assertThat(state).isNotNull();
                    assertThat(state.get("sentences"))
                            .asString()
                            .contains("media/video-processor round 1: backlog 2 / target 2 = 1 job");
                    assertThat(state.get("decisions")).asString().contains("backlog=2");
                    endpoint.change("media", "video-processor", AutoscaleEndpoint.Action.PAUSE);
                    assertThat(context.getBean(Autoscaler.class)
                                    .registrations()
                                    .get(0)
                                    .isPaused())
                            .isTrue();
                    assertThat(endpoint.registration("media", "orders")).isNull();
                    assertThatThrownBy(() -> endpoint.change("media", "orders", AutoscaleEndpoint.Action.PAUSE))
                            .hasMessage("ScaledJob media/orders is not registered");
                });
        videos.run(context -> assertThat(context).doesNotHaveBean(AutoscaleEndpoint.class));
    }

    @Test
    void the_health_names_what_is_wrong() {
        videos.run(context -> {
            assertThat(context).hasBean("autoscaleHealthIndicator");
            ScalingView scaling = context.getBean(ScalingView.class);
            assertThat(ScalingHealth.of(scaling).state()).isEqualTo(ScalingHealth.State.UNKNOWN);
            context.getBean(ManualTime.class).advance(POLL);
            assertThat(ScalingHealth.of(scaling).state()).isEqualTo(ScalingHealth.State.UP);
            context.getBean(FakeTriggers.class).only().fail(ScalerException.Kind.NOT_FOUND, "no such queue");
            context.getBean(ManualTime.class).advance(POLL.multipliedBy(6));
            ScalingHealth health = ScalingHealth.of(scaling);
            assertThat(health.state()).isEqualTo(ScalingHealth.State.DOWN);
            assertThat(health.details().get("media/video-processor"))
                    .asString()
                    .contains("aws-sqs-queue[0]=CIRCUIT_OPEN: ", "no such queue");
        });
    }

    @Test
    void a_trigger_that_was_never_read_is_not_healthy_even_before_its_circuit_opens() {
        FakeSource source = FakeSource.named("orders").fail(ScalerException.Kind.AUTHENTICATION, "no such role");
        slice.withBean(ScaledJob.class, AutoscaleAutoConfigurationTest::orders)
                .withBean("orders", ScalerSourceFactory.class, () -> source.factory("orders"))
                .run(context -> {
                    context.getBean(ManualTime.class).advance(POLL);
                    ScalingHealth health = ScalingHealth.of(context.getBean(ScalingView.class));
                    assertThat(health.state()).isEqualTo(ScalingHealth.State.DOWN);
                    assertThat(health.details().get("default/orders"))
                            .asString()
                            .contains("FAILING: no such role", "lastDecision=");
                });
    }

    @Test
    void a_dry_run_creates_no_job() {
        videos.withPropertyValues("autoscale.dry-run=true").run(context -> {
            context.getBean(FakeTriggers.class).only().set(9);
            context.getBean(ManualTime.class).advance(POLL);
            assertThat(context.getBean(InMemoryJobs.class).created()).isEmpty();
            assertThat(context.getBean(Autoscaler.class)
                            .registrations()
                            .get(0)
                            .lastDecision()
                            .orElseThrow()
                            .sentence())
                    .contains("create 5");
        });
    }

    @Test
    void an_invalid_configuration_is_shown_without_a_stack_trace() {
        slice.withPropertyValues("autoscale.manifests=classpath:wrong/*.yaml").run(context -> {
            FailureAnalysis analysis = new ScalingFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription())
                    .contains("orders.yaml:6:", "maxReplicaCount: 'many' is not valid")
                    .doesNotContain("Exception");
        });
        assertThat(new ScalingFailureAnalyzer().analyze(new IllegalStateException("another")))
                .isNull();
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(ScalingFailureAnalyzer.class);
    }

    @Test
    void a_controller_scales_the_resources_of_the_cluster_instead() {
        KubernetesMockServer server = new KubernetesMockServer(false);
        server.init();
        try {
            outside.withBean(KubernetesClient.class, server::createClient)
                    .withPropertyValues(
                            "autoscale.controller.enabled=true",
                            "autoscale.controller.namespaces=media,orders",
                            "autoscale.controller.removal=drain")
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(KedaController.class)
                            .hasSingleBean(ScalingView.class)
                            .doesNotHaveBean(Autoscaler.class)
                            .doesNotHaveBean(KubernetesJobs.class));
        } finally {
            server.destroy();
        }
    }

    @Test
    void of_two_replicas_one_scales_and_the_other_takes_over() {
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        ApplicationContextRunner replica = outside.withBean(KubernetesClient.class, server::createClient)
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

    private static ScaledJob orders() {
        return orders("orders");
    }

    private static ScaledJob orders(String name) {
        return ScaledJob.builder(name)
                .jobTemplate(JobTemplate.named("order-worker"))
                .pollingInterval(POLL)
                .trigger(Trigger.builder("orders").build())
                .build();
    }

    /** A listener that is a bean, and a customizer. */
    @Configuration(proxyBeanMethods = false)
    static class Customized {

        private final List<AutoscalerBuilder> seen;

        Customized(List<AutoscalerBuilder> seen) {
            this.seen = seen;
        }

        @Bean
        BuilderCustomizer<AutoscalerBuilder> customizer() {
            return seen::add;
        }

        @Bean
        BuilderCustomizer<AwsSourcesBuilder> another() {
            return builder -> builder.attempts(3);
        }

        @Bean
        AutoscalerListener listener() {
            return event -> {};
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
