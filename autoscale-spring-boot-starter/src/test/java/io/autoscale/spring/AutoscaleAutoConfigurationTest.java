// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import static io.autoscale.spring.Runners.OUTSIDE;
import static io.autoscale.spring.Runners.POLL;
import static io.autoscale.spring.Runners.SLICE;
import static io.autoscale.spring.Runners.VIDEOS;
import static io.autoscale.spring.Runners.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.auth.AuthProvider;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.AwsSourcesBuilder;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.controller.KedaController;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.micrometer.AutoscalerMetrics;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spring.test.FakeTriggers;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class AutoscaleAutoConfigurationTest {

    @Test
    void without_a_property_everything_is_there_and_nothing_is_scaled() {
        OUTSIDE.run(context -> assertThat(context)
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
        OUTSIDE.withPropertyValues("autoscale.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Autoscaler.class)
                        .doesNotHaveBean(KubernetesClient.class)
                        .doesNotHaveBean(AwsSources.class));
    }

    @Test
    void a_manifest_on_the_class_path_is_scaled() {
        VIDEOS.run(context -> {
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
        SLICE.withBean("orders", ScaledJob.class, Runners::orders)
                .withBean("ordersSource", ScalerSourceFactory.class, () -> orders.factory("orders"))
                .run(context -> {
                    context.getBean(ManualTime.class).advance(POLL);
                    assertThat(context.getBean(InMemoryJobs.class).created()).hasSize(2);
                });
    }

    @Test
    void a_wrong_manifest_stops_the_start_and_each_error_is_named() {
        SLICE.withPropertyValues("autoscale.manifests=classpath:wrong/*.yaml")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("orders.yaml")
                        .hasMessageContaining("maxReplicaCount: 'many' is not valid")
                        .hasMessageContaining("triggers"));
        SLICE.withPropertyValues("autoscale.manifests=classpath:nowhere/*.yaml")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("autoscale.manifests: 'classpath:nowhere/*.yaml' is not valid"));
        SLICE.withPropertyValues("autoscale.manifests=classpath:scaled-jobs/*.json")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("expected a location of at least one file"));
    }

    @Test
    void a_wrong_property_is_named() {
        OUTSIDE.withPropertyValues("autoscale.aws.attempts=0")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("attempts: '0' is not valid"));
        OUTSIDE.withPropertyValues("autoscale.controller.enabled=true", "autoscale.leader-election=keda")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining(
                                "autoscale.leader-election: 'keda' is not valid, expected NAMESPACE/NAME"));
    }

    @Test
    void properties_and_customizers_reach_the_builders() {
        VIDEOS.withPropertyValues("autoscale.decisions-kept=2").run(context -> {
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
        OUTSIDE.withBean(Customized.class, () -> new Customized(seen))
                .run(context -> assertThat(seen).hasSize(1));
    }

    @Test
    void a_bean_of_the_program_replaces_ours() {
        Autoscaler own = Autoscaler.builder().build();
        AwsSources sources = AwsSources.create();
        OUTSIDE.withBean(Autoscaler.class, () -> own)
                .withBean(AwsSources.class, () -> sources)
                .run(context -> {
                    assertThat(context.getBean(Autoscaler.class)).isSameAs(own);
                    assertThat(context.getBean(AwsSources.class)).isSameAs(sources);
                });
    }

    @Test
    void a_dry_run_creates_no_job() {
        VIDEOS.withPropertyValues("autoscale.dry-run=true").run(context -> {
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
        SLICE.withPropertyValues("autoscale.manifests=classpath:wrong/*.yaml").run(context -> {
            FailureAnalysis analysis =
                    new ScalingFailureAnalyzer(new StandardEnvironment()).analyze(context.getStartupFailure());
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription())
                    .contains("orders.yaml:6:", "maxReplicaCount: 'many' is not valid")
                    .doesNotContain("Exception");
        });
        Environment environment = new StandardEnvironment();
        assertThat(new ScalingFailureAnalyzer(environment).analyze(new IllegalStateException("another")))
                .isNull();
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                FailureAnalyzer.class,
                                ArgumentResolver.of(Environment.class, environment),
                                FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(ScalingFailureAnalyzer.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "autoscale.lease-duration=1s         | autoscale.leader-election=media/scaler   | autoscale.lease-duration: ",
                "autoscale.aws.allowed-endpoints=ftp://x | autoscale.dry-run=false | autoscale.aws.allowed-endpoints: ",
                "autoscale.dry-run=true | autoscale.controller.enabled=true | autoscale.dry-run: 'true' is not valid",
            })
    void an_error_that_no_builder_reports_names_its_property(String property, String other, String message) {
        KubernetesMockServer server = new KubernetesMockServer(false);
        server.init();
        try {
            OUTSIDE.withBean(KubernetesClient.class, server::createClient)
                    .withPropertyValues(property, other)
                    .run(context -> {
                        FailureAnalysis analysis = new ScalingFailureAnalyzer(new StandardEnvironment())
                                .analyze(context.getStartupFailure());
                        assertThat(analysis).isNotNull();
                        assertThat(analysis.getDescription()).startsWith(message);
                    });
        } finally {
            server.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({"autoscale.decisions-kept, 0, decisionsKept", "autoscale.aws.attempts, 11, attempts"})
    void an_invalid_value_is_traced_to_its_property(String property, String value, String field) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property, value)));
        OUTSIDE.withPropertyValues(property + "=" + value).run(context -> {
            FailureAnalysis analysis = new ScalingFailureAnalyzer(environment).analyze(context.getStartupFailure());
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).contains(field + ": '" + value + "' is not valid");
            assertThat(analysis.getAction()).isEqualTo("Correct " + property + ".");
        });
    }

    @Test
    void a_controller_scales_the_resources_of_the_cluster_instead() {
        KubernetesMockServer server = new KubernetesMockServer(false);
        server.init();
        try {
            OUTSIDE.withBean(KubernetesClient.class, server::createClient)
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
}
