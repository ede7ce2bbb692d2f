// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

/**
 * The number of finished jobs to keep.
 *
 * @param successful {@code successfulJobsHistoryLimit}: at least 0
 * @param failed {@code failedJobsHistoryLimit}: at least 0
 */
public record HistoryLimits(int successful, int failed) {

    /** The default of each limit. */
    public static final int DEFAULT_LIMIT = 100;

    /** {@value #DEFAULT_LIMIT} successful and as many failed jobs. */
    public static final HistoryLimits DEFAULT = new HistoryLimits(DEFAULT_LIMIT, DEFAULT_LIMIT);

    /**
     * Validates the ranges.
     *
     * @throws IllegalArgumentException if a limit is negative
     */
    public HistoryLimits {
        if (successful < 0 || failed < 0) {
            throw new IllegalArgumentException(
                    "history limits: '" + successful + ", " + failed + "' is not valid, expected >= 0");
        }
    }
}
