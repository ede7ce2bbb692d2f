// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

/**
 * How many finished jobs are kept.
 *
 * @param successful {@code successfulJobsHistoryLimit}: at least 0
 * @param failed {@code failedJobsHistoryLimit}: at least 0
 */
public record HistoryLimits(int successful, int failed) {

    /** The limit of each kind unless set. */
    public static final int DEFAULT_LIMIT = 100;

    /** {@value #DEFAULT_LIMIT} of each. */
    public static final HistoryLimits DEFAULT = new HistoryLimits(DEFAULT_LIMIT, DEFAULT_LIMIT);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a limit is negative
     */
    public HistoryLimits {
        if (successful < 0 || failed < 0) {
            throw new IllegalArgumentException(
                    "history limits: '" + successful + ", " + failed + "' is not valid, expected >= 0");
        }
    }
}
