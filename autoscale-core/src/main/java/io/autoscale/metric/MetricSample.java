// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The value of a metric at one instant.
 *
 * <p>KEDA converts NaN, infinite and negative values to 0. This class rejects them, so that an invalid value is never
 * mistaken for an empty queue.
 *
 * @param value the value in the unit of the metric (messages, items, shards): finite and at least 0
 * @param observedAt when the read of the value began, even if the value is shared or cached. The value still includes
 *     work that has left the backlog since; planning subtracts it
 * @param parts the components of the value by name, such as {@code visible} and {@code inFlight}; may be empty
 */
public record MetricSample(double value, Instant observedAt, Map<String, Double> parts) {

    /**
     * Validates the value.
     *
     * @throws IllegalArgumentException if the value is not a finite number of at least 0
     */
    public MetricSample {
        if (!Double.isFinite(value) || value < 0) {
            throw new IllegalArgumentException("value: '" + value + "' is not valid, expected a finite number >= 0");
        }
        Objects.requireNonNull(observedAt, "observedAt");
        parts = Map.copyOf(parts);
    }

    /**
     * Creates a sample without components.
     *
     * @param value the value: finite and at least 0
     * @param observedAt when the read of the value began
     */
    public MetricSample(double value, Instant observedAt) {
        this(value, observedAt, Map.of());
    }
}
