// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.time.Instant;

/**
 * The jobs that a plan reckons with: those that were observed, and those that are remembered.
 *
 * @param observedAt the instant of the census
 * @param running jobs not finished, all of the following included
 * @param pending those that are pending, unseen ones included
 * @param suspended those held by their own spec
 * @param terminating those that are ending
 * @param unseen those created and not yet observed
 * @param claimed those at work, not pending, that have not taken work yet as far as is known; see {@code claimTimeout}
 */
public record JobCounts(
        Instant observedAt, int running, int pending, int suspended, int terminating, int unseen, int claimed) {

    /**
     * Says whether another round counted the same, at whatever time.
     *
     * @param other the other counts
     * @return true when all numbers are equal
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
