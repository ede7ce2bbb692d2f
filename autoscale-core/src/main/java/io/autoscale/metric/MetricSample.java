// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One value of a metric at one instant.
 *
 * <p>KEDA turns NaN, infinite and negative values into 0; here they are refused, so that a broken
 * reading is never taken for an empty queue.
 *
 * @param value the value in the unit of the metric (messages, items, shards): finite and at least 0
 * @param observedAt when the read of the value began, also where it is shared or cached: work that has left the
 *     backlog since is still in the value, and is taken off when the round is planned
 * @param parts what the value is made of, by name, such as {@code visible} and {@code inFlight}; may be empty
 */
public record MetricSample(double value, Instant observedAt, Map<String, Double> parts) {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException when the value is not a finite number of at least 0
     */
    public MetricSample {
        if (!Double.isFinite(value) || value < 0) {
            throw new IllegalArgumentException("value: '" + value + "' is not valid, expected a finite number >= 0");
        }
        Objects.requireNonNull(observedAt, "observedAt");
        parts = Map.copyOf(parts);
    }

    /**
     * A sample that is not made of parts.
     *
     * @param value the value: finite and at least 0
     * @param observedAt when the read of the value began
     */
    public MetricSample(double value, Instant observedAt) {
        this(value, observedAt, Map.of());
    }
}
