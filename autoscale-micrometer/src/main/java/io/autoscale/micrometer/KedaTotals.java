// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many resources and triggers are registered. KEDA exports gauges whose names end in {@code _total}, which only a
 * counter may have in Prometheus: here they are counters that can fall.
 */
final class KedaTotals implements AutoCloseable {

    private final MeterRegistry registry;
    private final Map<Tags, Total> counts = new ConcurrentHashMap<>();

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
        counts.values().forEach(total -> registry.remove(total.meter()));
        counts.clear();
    }

    private void add(MeterName name, int change, String... tags) {
        counts.computeIfAbsent(Tags.of(tags).and("name", name.id()), key -> register(name, tags))
                .count()
                .addAndGet(change);
    }

    private Total register(MeterName name, String... tags) {
        AtomicInteger count = new AtomicInteger();
        return new Total(
                FunctionCounter.builder(name.id(), count, AtomicInteger::get)
                        .description(name.description())
                        .tags(tags)
                        .register(registry),
                count);
    }

    private record Total(FunctionCounter meter, AtomicInteger count) {}
}
