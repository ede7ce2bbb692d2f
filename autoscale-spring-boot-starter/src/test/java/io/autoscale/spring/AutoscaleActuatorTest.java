// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import static io.autoscale.spring.Runners.OUTSIDE;
import static io.autoscale.spring.Runners.POLL;
import static io.autoscale.spring.Runners.SLICE;
import static io.autoscale.spring.Runners.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.Autoscaler;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.micrometer.AwsMetrics;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spring.test.FakeTriggers;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.ManualTime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;

class AutoscaleActuatorTest {

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
        SLICE.withConfiguration(AutoConfigurations.of(AutoscaleObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean(Tracer.class, () -> Tracer.NOOP)
                .withBean(ScaledJob.class, Runners::orders)
                .withBean("orders", ScalerSourceFactory.class, () -> ScalerSourceFactory.of("orders", any -> source))
                .run(context -> context.getBean(ManualTime.class).advance(POLL));
        assertThat(observed).contains("autoscale.round", "autoscale.census", "autoscale.read", "autoscale.planning");
        assertThat(logged).containsExactly(Map.of("scaledJob", "default/orders", "round", "1"));
    }

    @Test
    void metrics_are_recorded_if_there_is_a_registry() {
        VIDEOS.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
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
        OUTSIDE.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context).hasSingleBean(AwsMetrics.class));
    }

    @Test
    void the_endpoint_shows_decisions_and_changes_registrations() {
        VIDEOS.withPropertyValues("management.endpoints.web.exposure.include=autoscale")
                .run(context -> {
                    AutoscaleEndpoint endpoint = context.getBean(AutoscaleEndpoint.class);
                    context.getBean(FakeTriggers.class).only().set(2);
                    assertThat(endpoint.registrations().get("media/video-processor"))
                            .asString()
                            .contains("lastDecision=no round yet", "paused=false", "healthy=true");
                    endpoint.change("media", "video-processor", "trigger");
                    Map<String, Object> state = endpoint.registration("media", "video-processor");
                    assertThat(state).isNotNull();
                    assertThat(state.get("sentences"))
                            .asString()
                            .contains("media/video-processor round 1: backlog 2 / target 2 = 1 job");
                    assertThat(state.get("decisions")).asString().contains("backlog=2");
                    endpoint.change("media", "video-processor", "pause");
                    assertThat(context.getBean(Autoscaler.class)
                                    .registrations()
                                    .get(0)
                                    .isPaused())
                            .isTrue();
                    assertThat(endpoint.registration("media", "orders")).isNull();
                    assertThatThrownBy(() -> endpoint.change("media", "orders", "pause"))
                            .hasMessage("ScaledJob media/orders is not registered");
                    assertThatThrownBy(() -> endpoint.change("media", "video-processor", "stop"))
                            .hasMessage("action: 'stop' is not valid, expected pause, resume or trigger");
                });
        VIDEOS.run(context -> assertThat(context).doesNotHaveBean(AutoscaleEndpoint.class));
    }

    @Test
    void the_health_names_what_is_wrong() {
        VIDEOS.run(context -> {
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
        SLICE.withBean(ScaledJob.class, Runners::orders)
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
}
