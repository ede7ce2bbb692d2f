// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

/**
 * Whether a metric counts work in flight: work that a worker has taken but not finished, such as messages in flight. A
 * strategy that subtracts running jobs needs a metric that counts work in flight. Other strategies need a metric that
 * does not.
 */
public enum InFlightCounting {
    /** Work in flight is counted, as in SQS visible + in flight. */
    COUNTED,
    /** Work is no longer counted once a worker takes it, as in SQS visible. */
    NOT_COUNTED,
    /** Not known. Compatible with every value. */
    UNKNOWN;

    /**
     * Returns whether the two values are incompatible: both are known and they differ.
     *
     * @param other the expected value if this is the actual value, or vice versa
     * @return true for {@link #COUNTED} with {@link #NOT_COUNTED}
     */
    public boolean contradicts(InFlightCounting other) {
        return this != other && this != UNKNOWN && other != UNKNOWN;
    }
}
