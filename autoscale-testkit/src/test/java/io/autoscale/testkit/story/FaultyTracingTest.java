// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.engine.RoundTracing;
import io.autoscale.event.DecisionRecord;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a tracing does, its round is planned and executed, and the next one runs. */
class FaultyTracingTest {

    private static ScaledJob job() {
        return ScaledJob.builder("orders")
                .jobTemplate(JobTemplate.named("worker"))
                .trigger(FakeSource.trigger("q"))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_tracing_that_throws_costs_only_its_trace(TracingStep failing) {
        for (Throwable thrown : List.of(new IllegalStateException("test"), new NoClassDefFoundError("test"))) {
            ManualTime time = new ManualTime();
            InMemoryJobs jobs = new InMemoryJobs(time);
            try (Autoscaler autoscaler = time.autoscaler()
                    .source(FakeSource.named("q").set(1).factory("q"))
                    .tracing(throwing(failing, thrown))
                    .build()) {
                Registration registration = autoscaler.register(job(), jobs);
                registration.triggerNow();
                DecisionRecord decision = registration.lastDecision().orElseThrow();
                assertThat(decision.sentence()).endsWith("created 1");
                assertThat(decision.traceId()).isEqualTo(failing == TracingStep.END ? "id" : "");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tracesThatReturnNothing")
    void a_tracing_that_returns_nothing_costs_only_its_trace(RoundTracing tracing) {
        ManualTime time = new ManualTime();
        InMemoryJobs jobs = new InMemoryJobs(time);
        try (Autoscaler autoscaler = time.autoscaler()
                .source(FakeSource.named("q").set(1).factory("q"))
                .tracing(tracing)
                .build()) {
            Registration registration = autoscaler.register(job(), jobs);
            registration.triggerNow();
            DecisionRecord decision = registration.lastDecision().orElseThrow();
            assertThat(decision.sentence()).endsWith("created 1");
        }
    }

    @SuppressWarnings("NullAway") // the fault of the test
    static Stream<RoundTracing> tracesThatReturnNothing() {
        return Stream.of(
                (workload, round) -> null,
                (workload, round) -> new RoundTracing.Trace() {
                    @Override
                    public String id() {
                        return null;
                    }
                },
                (workload, round) -> new RoundTracing.Trace() {
                    @Override
                    public <T> Callable<T> around(RoundTracing.Phase phase, String trigger, Callable<T> call) {
                        return null;
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void an_error_of_a_tracing_fails_at_most_its_round(TracingStep failing) {
        ManualTime time = new ManualTime();
        InMemoryJobs jobs = new InMemoryJobs(time);
        AtomicReference<TracingStep> step = new AtomicReference<>(failing);
        RoundTracing tracing = (workload, round) ->
                throwing(step.get(), new AssertionError("test")).begin(workload, round);
        try (Autoscaler autoscaler = time.autoscaler()
                .source(FakeSource.named("q").set(1).factory("q"))
                .tracing(tracing)
                .build()) {
            Registration registration = autoscaler.register(job(), jobs);
            assertThatThrownBy(registration::triggerNow).isInstanceOf(AssertionError.class);
            assertThat(registration.lastDecision()).isPresent();
            step.set(null);
            registration.triggerNow();
            assertThat(registration.lastDecision().orElseThrow().round()).isEqualTo(2);
            assertThat(jobs.created()).hasSize(1);
        }
    }

    private enum TracingStep {
        BEGIN,
        ID,
        AROUND,
        END
    }

    private static RoundTracing throwing(@Nullable TracingStep failing, Throwable thrown) {
        return (workload, round) -> {
            failAt(TracingStep.BEGIN, failing, thrown);
            return new RoundTracing.Trace() {
                @Override
                public String id() {
                    failAt(TracingStep.ID, failing, thrown);
                    return "id";
                }

                @Override
                public <T> Callable<T> around(RoundTracing.Phase phase, String trigger, Callable<T> call) {
                    failAt(TracingStep.AROUND, failing, thrown);
                    return call;
                }

                @Override
                public void end(DecisionRecord decision) {
                    failAt(TracingStep.END, failing, thrown);
                }
            };
        };
    }

    private static void failAt(TracingStep step, @Nullable TracingStep failing, Throwable thrown) {
        if (step == failing && thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (step == failing && thrown instanceof Error error) {
            throw error;
        }
    }
}
