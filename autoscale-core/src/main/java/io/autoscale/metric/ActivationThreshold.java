// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

/**
 * The value that a metric must strictly exceed for its trigger to be active.
 *
 * @param value in the unit of the metric: a finite number, 0 by default
 */
public record ActivationThreshold(double value) {

    /** The default: any value above 0 activates. */
    public static final ActivationThreshold ZERO = new ActivationThreshold(0);

    /**
     * Validates the value.
     *
     * @throws IllegalArgumentException if the value is NaN or infinite
     */
    public ActivationThreshold {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("activation: '" + value + "' is not valid, expected a finite number");
        }
    }

    /**
     * Returns whether a metric value activates its trigger.
     *
     * @param metricValue in the unit of the metric
     * @return true if the value is strictly greater than the threshold
     */
    public boolean isExceededBy(double metricValue) {
        return metricValue > value;
    }
}
