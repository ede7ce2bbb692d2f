// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import java.util.function.Supplier;

/**
 * Reads the metric of one trigger. Implementations are thread-safe, never invent a value, and retry no more than their
 * client library does.
 */
public interface ScalerSource extends AutoCloseable {

    /** The name, target and activation threshold of the metric. Does no I/O; returns the same value on every call. */
    MetricSpec metric();

    /**
     * Reads the metric once. Blocks. The caller sets a deadline and interrupts the thread when it passes.
     *
     * @throws ScalerException if the metric cannot be read; any other exception counts as
     *     {@link ScalerException.Kind#UNAVAILABLE}
     */
    MetricSample sample();

    /** Releases the resources of the source. Does nothing by default. Called once. */
    @Override
    default void close() {}

    /**
     * Creates a source from a function, for tests and for metrics that the program already has.
     *
     * @param metric the metric
     * @param sampler reads the metric
     */
    static ScalerSource of(MetricSpec metric, Supplier<MetricSample> sampler) {
        return of(metric, sampler, () -> {});
    }

    /**
     * Creates a source from two functions.
     *
     * @param metric the metric
     * @param sampler reads the metric
     * @param onClose releases the resources of the source; called once
     */
    static ScalerSource of(MetricSpec metric, Supplier<MetricSample> sampler, Runnable onClose) {
        return new ScalerSource() {
            @Override
            public MetricSpec metric() {
                return metric;
            }

            @Override
            public MetricSample sample() {
                return sampler.get();
            }

            @Override
            public void close() {
                onClose.run();
            }
        };
    }
}
