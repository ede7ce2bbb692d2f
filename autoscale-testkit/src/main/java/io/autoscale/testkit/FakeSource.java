// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A scaler source with a value set by the test. Thread-safe. */
public final class FakeSource implements ScalerSource {

    private final MetricSpec metric;
    private InstantSource clock = () -> ManualTime.START;
    private ToDoubleFunction<Instant> value = now -> 0;
    private @Nullable ScalerException failure;
    private int reads;
    private int closes;

    private FakeSource(MetricSpec metric) {
        this.metric = metric;
    }

    /**
     * Creates a source for a metric.
     *
     * @param metric the metric of the source
     * @return the source, with the value 0
     */
    public static FakeSource of(MetricSpec metric) {
        return new FakeSource(metric);
    }

    /**
     * Creates a source with the target 1.
     *
     * @param name the name of the metric
     * @return the source, with the value 0
     */
    public static FakeSource named(String name) {
        return of(MetricSpec.averageValue(name, 1));
    }

    /**
     * Sets the value. Ends a failure.
     *
     * @param newValue in the unit of the metric
     * @return this source
     */
    public synchronized FakeSource set(double newValue) {
        return follow(now -> newValue);
    }

    /**
     * Sets the value as a function of time. Ends a failure.
     *
     * @param function maps the time of the read to the value
     * @return this source
     */
    public synchronized FakeSource follow(ToDoubleFunction<Instant> function) {
        this.value = function;
        this.failure = null;
        return this;
    }

    /**
     * Returns these values one after the other, and then always the last one. Ends a failure.
     *
     * @param values at least one, in the unit of the metric
     * @return this source
     * @throws IllegalArgumentException if there is no value
     */
    public FakeSource script(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values: '[]' is not valid, expected at least one");
        }
        double[] copy = values.clone();
        AtomicInteger next = new AtomicInteger();
        return follow(now -> copy[Math.min(next.getAndIncrement(), copy.length - 1)]);
    }

    /**
     * Makes every read fail until a value is set.
     *
     * @param kind the kind of failure
     * @param message what failed
     * @return this source
     */
    public synchronized FakeSource fail(ScalerException.Kind kind, String message) {
        this.failure = new ScalerException(kind, message);
        return this;
    }

    /**
     * Returns a factory that always returns this source, and uses the clock of the engine.
     *
     * @param triggerType the trigger type of the factory
     */
    public ScalerSourceFactory factory(String triggerType) {
        return ScalerSourceFactory.of(triggerType, context -> {
            synchronized (this) {
                clock = context.clock();
            }
            return this;
        });
    }

    /**
     * Creates a trigger without metadata.
     *
     * @param triggerType the trigger type
     */
    public static Trigger trigger(String triggerType) {
        return Trigger.builder(triggerType).build();
    }

    /** The number of reads, including failed ones. */
    public synchronized int reads() {
        return reads;
    }

    /** The number of times the source was closed. */
    public synchronized int closes() {
        return closes;
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public synchronized MetricSample sample() {
        reads++;
        if (failure != null) {
            throw failure;
        }
        Instant now = clock.instant();
        return new MetricSample(value.applyAsDouble(now), now);
    }

    @Override
    public synchronized void close() {
        closes++;
    }
}
