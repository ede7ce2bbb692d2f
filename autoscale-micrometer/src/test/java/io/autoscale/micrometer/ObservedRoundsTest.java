// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.DecisionRecord;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedRoundsTest {

    private final ManualTime time = new ManualTime();
    private final InMemoryJobs jobs = new InMemoryJobs(time);
    private final SimpleTracer tracer = new SimpleTracer();
    private final ObservationRegistry registry = ObservationRegistry.create();

    private Registration register(ScalerSource source) {
        Autoscaler autoscaler = time.autoscaler()
                .source(ScalerSourceFactory.of("orders", context -> source))
                .tracing(new ObservedRounds(registry))
                .build();
        return autoscaler.register(
                ScaledJob.builder("orders")
                        .namespace("shop")
                        .jobTemplate(JobTemplate.named("order-worker"))
                        .trigger(FakeSource.trigger("orders"))
                        .build(),
                jobs);
    }

    @Test
    void a_round_is_a_span_with_a_child_for_each_call_and_its_id_is_in_the_decision() {
        registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        List<String> duringRead = new ArrayList<>();
        ScalerSource source = ScalerSource.of(MetricSpec.averageValue("orders", 1), () -> {
            duringRead.add(tracer.currentSpan().context().spanId());
            return new MetricSample(2, time.instant());
        });
        Registration registration = register(source);
        registration.triggerNow();

        DecisionRecord decision = registration.lastDecision().orElseThrow();
        SimpleSpan round = span("round of shop/orders");
        assertThat(decision.traceId()).isNotEmpty().isEqualTo(round.context().traceId());
        assertThat(decision.toJson()).contains("\"traceId\":\"" + decision.traceId() + "\"");
        assertThat(round.getTags())
                .containsEntry("namespace", "shop")
                .containsEntry("scaled.job", "orders")
                .containsEntry("round", "1")
                .containsEntry("result", "completed")
                .containsEntry("decision", decision.sentence());
        assertThat(tracer.getSpans())
                .extracting(SimpleSpan::getName)
                .containsExactlyInAnyOrder(
                        "round of shop/orders",
                        "autoscale.census",
                        "read orders[0]",
                        "autoscale.planning",
                        "autoscale.execution");
        assertThat(duringRead)
                .as("calls of the source are children of its span")
                .containsExactly(span("read orders[0]").context().spanId());
        assertThat(tracer.getSpans())
                .extracting(each -> each.context().traceId())
                .containsOnly(decision.traceId());
    }

    @Test
    void a_failed_round_is_a_failed_span() {
        registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        Registration registration = register(FakeSource.named("orders").set(1));
        jobs.failingCensus(true);
        registration.triggerNow();
        assertThat(span("round of shop/orders").getError())
                .hasMessage(registration.lastDecision().orElseThrow().message());
        assertThat(span("autoscale.census").getError()).isNotNull();
    }

    @Test
    void without_tracing_a_round_has_no_trace_id() {
        Registration registration = register(FakeSource.named("orders").set(1));
        registration.triggerNow();
        assertThat(registration.lastDecision().orElseThrow().traceId()).isEmpty();
        assertThat(registration.lastDecision().orElseThrow().toJson()).doesNotContain("traceId");
    }

    private SimpleSpan span(String name) {
        return tracer.getSpans().stream()
                .filter(span -> name.equals(span.getName()))
                .findFirst()
                .orElseThrow();
    }
}
