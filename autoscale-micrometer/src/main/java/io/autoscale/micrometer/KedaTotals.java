// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many resources and triggers are registered. KEDA exports gauges whose names end in {@code _total}, which only a
 * counter may have in Prometheus: here they are counters that can fall.
 */
final class KedaTotals implements AutoCloseable {

    private final MeterRegistry registry;
    private final Map<Meter.Id, AtomicInteger> counts = new ConcurrentHashMap<>();

    KedaTotals(MeterRegistry registry) {
        this.registry = registry;
    }

    void resource(String namespace, int change) {
        add(MeterName.KEDA_RESOURCES, change, "type", "scaled_job", "namespace", namespace);
    }

    void trigger(String type, int change) {
        add(MeterName.KEDA_TRIGGERS, change, "type", type);
    }

    @Override
    public void close() {
        counts.keySet().forEach(registry::remove);
        counts.clear();
    }

    private void add(MeterName name, int change, String... tags) {
        AtomicInteger fresh = new AtomicInteger();
        Meter.Id id = FunctionCounter.builder(name.id(), fresh, AtomicInteger::get)
                .description(name.description())
                .tags(tags)
                .register(registry)
                .getId();
        counts.computeIfAbsent(id, key -> fresh).addAndGet(change);
    }
}
