// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundResult;
import io.autoscale.source.TriggerReading;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.WorkloadRef;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** KEDA's series of one scaled job. */
final class KedaJobMeters implements AutoCloseable {

    private static final String TYPE = "scaledjob";

    private final MeterRegistry registry;
    private final WorkloadRef workload;
    private final KedaTotals totals;
    private final Meters meters;
    private final Counter errors;
    private final Meters.Value loopLatency;
    private List<Trigger> triggers = List.of();

    KedaJobMeters(MeterRegistry registry, WorkloadRef workload, KedaTotals totals) {
        this.registry = registry;
        this.workload = workload;
        this.totals = totals;
        this.meters = new Meters(registry, Tags.of("namespace", workload.namespace()));
        this.errors = meters.counter(MeterName.KEDA_JOB_ERRORS, "scaledJob", workload.name());
        this.loopLatency = meters.value(MeterName.KEDA_LOOP_LATENCY, "type", TYPE, "resource", workload.name());
        totals.resource(workload.namespace(), 1);
    }

    KedaTriggerMeters trigger(Trigger trigger, int index) {
        // KEDA labels a ScaledJob as scaledObject, too
        Tags tags = Tags.of("namespace", workload.namespace(), "scaledObject", workload.name(), "type", TYPE);
        return new KedaTriggerMeters(registry, tags, trigger, index);
    }

    void describe(List<Trigger> now) {
        triggers.forEach(trigger -> totals.trigger(trigger.type(), -1));
        now.forEach(trigger -> totals.trigger(trigger.type(), 1));
        triggers = now;
    }

    void round(DecisionRecord round) {
        loopLatency.set(ScaledJobMeters.seconds(round.durations().lateness()));
        boolean failed = round.result() == RoundResult.FAILED
                || round.readings().stream().anyMatch(TriggerReading.Failed.class::isInstance)
                || (round.outcome() != null && !round.outcome().isComplete());
        if (failed) {
            errors.increment();
        }
    }

    @Override
    public void close() {
        meters.close();
        describe(List.of());
        totals.resource(workload.namespace(), -1);
    }
}
