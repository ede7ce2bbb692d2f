// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.engine.RoundTracing;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundResult;
import io.autoscale.workload.WorkloadRef;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Makes an observation of each round, {@code autoscale.round}, and one of each of its calls as its children:
 * {@code autoscale.census}, {@code autoscale.read}, {@code autoscale.planning} and {@code autoscale.execution}. With
 * Micrometer Tracing, they are spans. The names of ScaledJobs and triggers are only on the spans, because
 * {@link AutoscalerMetrics} already has them as labels.
 */
public final class ObservedRounds implements RoundTracing {

    private final ObservationRegistry registry;
    private final Function<Observation, String> traceIds;

    /**
     * Creates the tracing, for {@link io.autoscale.AutoscalerBuilder#tracing}.
     *
     * @param registry the registry
     */
    public ObservedRounds(ObservationRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.traceIds = hasTracing() ? ObservedRounds::traceId : observation -> "";
    }

    @Override
    public Trace begin(WorkloadRef workload, long round) {
        Observation observation = Observation.createNotStarted("autoscale.round", registry)
                .contextualName("round of " + workload)
                .highCardinalityKeyValue("namespace", workload.namespace())
                .highCardinalityKeyValue("scaled.job", workload.name())
                .highCardinalityKeyValue("round", Long.toString(round))
                .start();
        return new ObservedRound(registry, observation, traceIds.apply(observation));
    }

    private record ObservedRound(ObservationRegistry registry, Observation round, String id) implements Trace {

        @Override
        public <T> Callable<T> around(Phase phase, String trigger, Callable<T> call) {
            return () -> {
                Observation observation = Observation.createNotStarted(
                                "autoscale." + ScaledJobMeters.lower(phase), registry)
                        .parentObservation(round);
                if (!trigger.isEmpty()) {
                    observation.contextualName("read " + trigger).highCardinalityKeyValue("trigger", trigger);
                }
                return observation.observeChecked(call::call);
            };
        }

        @Override
        public void end(DecisionRecord decision) {
            round.lowCardinalityKeyValue("result", ScaledJobMeters.lower(decision.result()))
                    .highCardinalityKeyValue("decision", decision.sentence());
            if (decision.result() == RoundResult.FAILED) {
                round.error(new RoundFailedException(decision.message()));
            }
            round.stop();
        }
    }

    /** Carries the message of a failed round to the span. */
    private static final class RoundFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RoundFailedException(String message) {
            super(message, null, false, false);
        }
    }

    private static boolean hasTracing() {
        try {
            Class.forName("io.micrometer.tracing.TraceContext", false, ObservedRounds.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String traceId(Observation observation) {
        TracingContext tracing = observation.getContextView().get(TracingContext.class);
        TraceContext context = tracing == null || tracing.getSpan() == null
                ? null
                : tracing.getSpan().context();
        return context == null ? "" : Objects.requireNonNullElse(context.traceId(), "");
    }
}
