// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.time.Instant;

/**
 * The numbers of a {@link JobCensus}.
 *
 * @param observedAt the instant of the census
 * @param running jobs not finished, all of the following included
 * @param pending those that are pending
 * @param suspended those held by their own spec
 * @param terminating those that are ending
 * @param unseen those created and not yet observed
 * @param claimed those at work, not pending, that have not taken work yet as far as is known; see {@code claimTimeout}
 */
public record CensusCounts(
        Instant observedAt, int running, int pending, int suspended, int terminating, int unseen, int claimed) {

    /**
     * The numbers where nothing is known of work that was taken.
     *
     * @param observedAt the instant of the census
     * @param running jobs not finished, all of the following included
     * @param pending those that are pending
     * @param suspended those held by their own spec
     * @param terminating those that are ending
     * @param unseen those created and not yet observed
     */
    public CensusCounts(Instant observedAt, int running, int pending, int suspended, int terminating, int unseen) {
        this(observedAt, running, pending, suspended, terminating, unseen, 0);
    }
}
