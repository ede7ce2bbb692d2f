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
 */
public record CensusCounts(Instant observedAt, int running, int pending, int suspended, int terminating, int unseen) {}
