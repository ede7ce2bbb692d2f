// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/**
 * The least and the greatest number of replicas.
 *
 * @param minimum {@code minReplicaCount}: at least 0
 * @param maximum {@code maxReplicaCount}: at least 1
 */
public record ReplicaBounds(int minimum, int maximum) {

    /** How many replicas there may be above the minimum where {@code maxReplicaCount} is not set. */
    public static final int DEFAULT_MAXIMUM = 100;

    /** From 0 to {@value #DEFAULT_MAXIMUM}. */
    public static final ReplicaBounds DEFAULT = new ReplicaBounds(0, DEFAULT_MAXIMUM);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a bound is out of range
     */
    public ReplicaBounds {
        if (minimum < 0) {
            throw new IllegalArgumentException("minReplicaCount: '" + minimum + "' is not valid, expected >= 0");
        }
        if (maximum < 1) {
            throw new IllegalArgumentException("maxReplicaCount: '" + maximum + "' is not valid, expected >= 1");
        }
    }

    /**
     * The bounds where no maximum is set: {@value #DEFAULT_MAXIMUM} replicas above the minimum, as in KEDA.
     *
     * @param minimum at least 0
     * @throws IllegalArgumentException when the minimum is below 0
     */
    public static ReplicaBounds withoutMaximum(int minimum) {
        return new ReplicaBounds(minimum, (int) Math.min(Integer.MAX_VALUE, (long) minimum + DEFAULT_MAXIMUM));
    }

    /**
     * The minimum that counts: a minimum above the maximum is taken as the maximum.
     *
     * @return at least 0, at most {@link #maximum()}
     */
    public int effectiveMinimum() {
        return Math.min(minimum, maximum);
    }

    /** How many may be added above the minimum: maximum - minimum, or the maximum where the minimum is greater. */
    public int effectiveMaximum() {
        return minimum > maximum ? maximum : maximum - minimum;
    }
}
