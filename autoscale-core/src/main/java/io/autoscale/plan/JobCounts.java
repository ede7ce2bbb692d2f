// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.time.Instant;

/**
 * The job counts that a plan is based on: observed jobs and jobs that were created but not observed yet.
 *
 * @param observedAt the instant of the census
 * @param running unfinished jobs, including all of the following
 * @param pending pending jobs, including unseen ones
 * @param suspended jobs suspended by their own spec
 * @param terminating jobs that are terminating
 * @param unseen jobs that were created but not observed yet
 * @param claimed running jobs, not pending, that are not known to have taken work yet; see {@code claimTimeout}
 */
public record JobCounts(
        Instant observedAt, int running, int pending, int suspended, int terminating, int unseen, int claimed) {

    /**
     * Returns whether another round counted the same numbers, regardless of the time.
     *
     * @param other the other counts
     * @return true if all numbers are equal
     */
    public boolean isSameAs(JobCounts other) {
        return running == other.running
                && pending == other.pending
                && suspended == other.suspended
                && terminating == other.terminating
                && unseen == other.unseen
                && claimed == other.claimed;
    }
}
