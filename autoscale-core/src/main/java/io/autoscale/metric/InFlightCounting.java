// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

/**
 * Whether a number counts work in hand: work that a worker has taken and not finished, such as messages in flight. A
 * strategy that takes running jobs off needs a number that counts it; one that does not needs a number without it.
 */
public enum InFlightCounting {
    /** Work in hand is counted, as in SQS visible + in flight. */
    COUNTED,
    /** Work leaves the number once a worker takes it, as in SQS visible. */
    NOT_COUNTED,
    /** Nobody says; goes with everything. */
    UNKNOWN;

    /**
     * Says whether the two cannot go together: both are known, and they differ.
     *
     * @param other what is expected, where this is what is given, or the other way round
     * @return true for {@link #COUNTED} with {@link #NOT_COUNTED}
     */
    public boolean contradicts(InFlightCounting other) {
        return this != other && this != UNKNOWN && other != UNKNOWN;
    }
}
