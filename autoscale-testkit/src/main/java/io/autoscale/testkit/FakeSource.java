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

/** A scaler source whose value the test sets. Safe from any thread. */
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
     * A source of a metric.
     *
     * @param metric what it says it reads
     * @return the source, with the value 0
     */
    public static FakeSource of(MetricSpec metric) {
        return new FakeSource(metric);
    }

    /**
     * A source with the target 1.
     *
     * @param name the name of the metric
     * @return the source, with the value 0
     */
    public static FakeSource named(String name) {
        return of(MetricSpec.averageValue(name, 1));
    }

    /**
     * Sets the value, and ends a failure.
     *
     * @param newValue in the unit of the metric
     * @return this source
     */
    public synchronized FakeSource set(double newValue) {
        return follow(now -> newValue);
    }

    /**
     * Sets the value as a function of time, and ends a failure.
     *
     * @param function from the time of the read to the value
     * @return this source
     */
    public synchronized FakeSource follow(ToDoubleFunction<Instant> function) {
        this.value = function;
        this.failure = null;
        return this;
    }

    /**
     * Gives these values one after the other, and the last one for ever after; ends a failure.
     *
     * @param values at least one, in the unit of the metric
     * @return this source
     * @throws IllegalArgumentException when there is no value
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
     * Lets every read fail until a value is set.
     *
     * @param kind why
     * @param message what failed
     * @return this source
     */
    public synchronized FakeSource fail(ScalerException.Kind kind, String message) {
        this.failure = new ScalerException(kind, message);
        return this;
    }

    /**
     * A factory that gives this very source, and reads the time of the engine.
     *
     * @param triggerType the trigger type it serves
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
     * A trigger without metadata.
     *
     * @param triggerType the trigger type
     */
    public static Trigger trigger(String triggerType) {
        return Trigger.builder(triggerType).build();
    }

    /** How often the source was read, failures included. */
    public synchronized int reads() {
        return reads;
    }

    /** How often the source was closed. */
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
