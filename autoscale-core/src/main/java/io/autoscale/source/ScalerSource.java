// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import java.util.function.Supplier;

/**
 * Reads the metric of one trigger. Safe from any thread; never makes a value up; retries no more than its client
 * library does.
 */
public interface ScalerSource extends AutoCloseable {

    /** What is read: name, target and activation threshold. No I/O; the same on every call. */
    MetricSpec metric();

    /**
     * Reads the metric once. Blocks; the caller sets a deadline and interrupts the thread when it has passed.
     *
     * @throws ScalerException when there is none; any other exception counts as {@link
     *     ScalerException.Kind#UNAVAILABLE}
     */
    MetricSample sample();

    /** Gives up what the source holds. Nothing by default; called once. */
    @Override
    default void close() {}

    /**
     * A source from a function, for tests and for metrics that the program has at hand.
     *
     * @param metric what is read
     * @param sampler reads it
     */
    static ScalerSource of(MetricSpec metric, Supplier<MetricSample> sampler) {
        return of(metric, sampler, () -> {});
    }

    /**
     * A source from two functions.
     *
     * @param metric what is read
     * @param sampler reads it
     * @param onClose gives up what the source holds; called once
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
