// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

/**
 * What a strategy decides from. All are whole numbers of at least 0.
 *
 * @param backlog work waiting, in items
 * @param wantedJobs jobs that the backlog asks for, at most the effective maximum
 * @param runningJobs jobs not finished, pending ones included, less the minimum ({@code minReplicaCount}), which the
 *     strategy does not govern
 * @param pendingJobs of all jobs not finished, those that are pending, and those that run and have not taken work yet
 *     where the scaled job keeps claims ({@code claimTimeout})
 * @param effectiveMaximum how many jobs may run beside the minimum
 */
public record StrategyInput(long backlog, long wantedJobs, long runningJobs, long pendingJobs, long effectiveMaximum) {

    /**
     * Checks the ranges.
     *
     * @param backlog as above
     * @param wantedJobs as above
     * @param runningJobs as above
     * @param pendingJobs as above
     * @param effectiveMaximum as above
     * @throws IllegalArgumentException when a number is negative
     */
    public StrategyInput {
        if (backlog < 0 || wantedJobs < 0 || runningJobs < 0 || pendingJobs < 0 || effectiveMaximum < 0) {
            throw new IllegalArgumentException("strategy input: 'backlog " + backlog + ", wanted " + wantedJobs
                    + ", running " + runningJobs + ", pending " + pendingJobs + ", maximum " + effectiveMaximum
                    + "' is not valid, expected numbers >= 0");
        }
    }
}
