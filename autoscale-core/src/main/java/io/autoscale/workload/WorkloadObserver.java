// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/** Reads what runs. The reading half of a workload adapter; the deciding code sees only this one. */
@FunctionalInterface
public interface WorkloadObserver {

    /**
     * Counts the jobs of a workload. Fails rather than guesses: an observer that cannot see every job throws.
     *
     * <p>Safe from any thread, but never called twice at once for one workload. Blocks for as long as it must, within
     * a bound of its own.
     *
     * @param request which jobs
     * @return the jobs; {@link JobCensus#observedAt()} is the instant up to which the observer vouches for having seen
     *     every job that was created
     * @throws CensusException when the jobs cannot be counted; any other exception counts as the same
     */
    JobCensus observe(CensusRequest request);
}
