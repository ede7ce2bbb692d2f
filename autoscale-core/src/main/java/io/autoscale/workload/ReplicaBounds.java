// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/**
 * The minimum and maximum number of replicas.
 *
 * @param minimum {@code minReplicaCount}: at least 0
 * @param maximum {@code maxReplicaCount}: at least 1
 */
public record ReplicaBounds(int minimum, int maximum) {

    /** The maximum number of replicas above the minimum if {@code maxReplicaCount} is not set. */
    public static final int DEFAULT_MAXIMUM = 100;

    /** From 0 to {@value #DEFAULT_MAXIMUM}. */
    public static final ReplicaBounds DEFAULT = new ReplicaBounds(0, DEFAULT_MAXIMUM);

    /**
     * Validates the ranges.
     *
     * @throws IllegalArgumentException if a bound is out of range
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
     * Creates bounds without an explicit maximum: {@value #DEFAULT_MAXIMUM} replicas above the minimum, as in KEDA.
     *
     * @param minimum at least 0
     * @throws IllegalArgumentException if the minimum is negative
     */
    public static ReplicaBounds withoutMaximum(int minimum) {
        return new ReplicaBounds(minimum, (int) Math.min(Integer.MAX_VALUE, (long) minimum + DEFAULT_MAXIMUM));
    }

    /**
     * The effective minimum: a minimum above the maximum counts as the maximum.
     *
     * @return at least 0, at most {@link #maximum()}
     */
    public int effectiveMinimum() {
        return Math.min(minimum, maximum);
    }

    /**
     * The number of replicas that may be added above the minimum: maximum - minimum, or the maximum if the minimum is
     * greater.
     */
    public int effectiveMaximum() {
        return minimum > maximum ? maximum : maximum - minimum;
    }
}
