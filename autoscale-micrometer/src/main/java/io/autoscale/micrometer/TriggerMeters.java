// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.event.AutoscalerEvent.GuardState;
import io.autoscale.source.TriggerReading;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meters of one trigger. */
final class TriggerMeters implements AutoCloseable {

    private static final String SUCCESS = "success";

    private final Meters meters;
    private final Map<String, Timer> reads = new HashMap<>();
    private final Meters.@Nullable Value value;
    private final Meters.@Nullable Value breaker;
    private final @Nullable KedaTriggerMeters keda;

    TriggerMeters(MeterRegistry registry, Tags tags, boolean perTrigger, @Nullable KedaTriggerMeters keda) {
        this.meters = new Meters(registry, tags);
        this.value = perTrigger ? meters.value(MeterName.TRIGGER_VALUE) : null;
        this.breaker = perTrigger ? meters.value(MeterName.BREAKER) : null;
        this.keda = keda;
        breaker(GuardState.CLOSED);
        var unused = timer(SUCCESS);
    }

    void read(TriggerReading reading) {
        boolean observed = reading instanceof TriggerReading.Observed;
        timer(reading instanceof TriggerReading.Failed failed ? ScaledJobMeters.lower(failed.kind()) : SUCCESS)
                .record(reading.latency());
        if (value != null) {
            value.set(observed ? ((TriggerReading.Observed) reading).sample().value() : Double.NaN);
        }
        if (keda != null) {
            keda.read(reading);
        }
    }

    void breaker(GuardState state) {
        if (breaker != null) {
            breaker.set(
                    switch (state) {
                        case CLOSED -> 0;
                        case HALF_OPEN -> 1;
                        case OPEN -> 2;
                    });
        }
    }

    @Override
    public void close() {
        meters.close();
        if (keda != null) {
            keda.close();
        }
    }

    private Timer timer(String outcome) {
        return reads.computeIfAbsent(outcome, key -> meters.timer(MeterName.READS, "outcome", key));
    }
}
