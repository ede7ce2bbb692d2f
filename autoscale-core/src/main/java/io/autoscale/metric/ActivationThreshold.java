// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

/**
 * The value above which, strictly, a trigger is active.
 *
 * @param value in the unit of the metric: a finite number, 0 unless the user says otherwise
 */
public record ActivationThreshold(double value) {

    /** The default: any value above 0 activates. */
    public static final ActivationThreshold ZERO = new ActivationThreshold(0);

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException when the value is NaN or infinite
     */
    public ActivationThreshold {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("activation: '" + value + "' is not valid, expected a finite number");
        }
    }

    /**
     * Says whether a metric value activates its trigger.
     *
     * @param metricValue in the unit of the metric
     * @return true when the value is strictly greater than the threshold
     */
    public boolean isExceededBy(double metricValue) {
        return metricValue > value;
    }
}
