// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.validation.ShownText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Meters with the same tags, which are removed together. Used by one thread at a time; the values are read by any. */
final class Meters implements AutoCloseable {

    private static final int LONGEST_VALUE = 253;

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> all = new ArrayList<>();

    Meters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        // names of triggers and metrics come from manifests
        this.tags = Tags.of(tags.stream()
                .map(tag -> Tag.of(tag.getKey(), ShownText.of(tag.getValue(), LONGEST_VALUE)))
                .toList());
    }

    /** A gauge that is set. Not a number until then, because an unknown number is not zero. */
    static final class Value {
        private volatile double current = Double.NaN;

        void set(double value) {
            current = value;
        }

        void set(boolean value) {
            current = value ? 1 : 0;
        }
    }

    Value value(MeterName name, String... more) {
        Value value = new Value();
        gauge(name, () -> value.current, more);
        return value;
    }

    void gauge(MeterName name, DoubleSupplier current, String... more) {
        all.add(Gauge.builder(name.id(), current, DoubleSupplier::getAsDouble)
                .description(name.description())
                .baseUnit(name.unit())
                .tags(tags.and(more))
                .strongReference(true)
                .register(registry));
    }

    Counter counter(MeterName name, String... more) {
        Counter counter = Counter.builder(name.id())
                .description(name.description())
                .baseUnit(name.unit())
                .tags(tags.and(more))
                .register(registry);
        all.add(counter);
        return counter;
    }

    Timer timer(MeterName name, String... more) {
        Timer timer = Timer.builder(name.id())
                .description(name.description())
                .tags(tags.and(more))
                .register(registry);
        all.add(timer);
        return timer;
    }

    @Override
    public void close() {
        all.forEach(registry::remove);
        all.clear();
    }
}
