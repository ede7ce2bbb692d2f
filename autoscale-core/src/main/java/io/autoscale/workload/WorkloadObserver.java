// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/** Observes the jobs of a workload. The read half of a workload adapter; the planning code uses only this half. */
@FunctionalInterface
public interface WorkloadObserver {

    /**
     * Counts the jobs of a workload. Implementations throw if they cannot see every job.
     *
     * <p>Implementations are thread-safe, but are never called concurrently for the same workload. They may block, but
     * must limit the time themselves.
     *
     * @param request which jobs to count
     * @return the jobs; all jobs created before {@link JobCensus#observedAt()} must be included
     * @throws CensusException if the jobs cannot be counted; any other exception is handled the same way
     */
    JobCensus observe(CensusRequest request);
}
