// SPDX-License-Identifier: Apache-2.0
package io.autoscale.executor;

import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadRef;
import java.util.List;

/**
 * A backend for jobs other than Kubernetes, such as a batch service or a pool of machines. {@link BackendJobs} adapts
 * it to an observer and an executor. Implementations are thread-safe. They may block, but must limit the time
 * themselves.
 */
public interface JobBackend {

    /**
     * Lists the jobs of a workload, including finished jobs that are not deleted. Includes every job whose
     * {@link #create} returned before this call began.
     *
     * @param workload the workload
     * @return the jobs, each with the {@link NewJob#settledOrdinal()} and {@link NewJob#template()} that it was created
     *     with ({@link ObservedJob#settling}, {@link ObservedJob#madeFrom})
     * @throws RuntimeException if the list may be incomplete; never return an incomplete list
     */
    List<ObservedJob> list(WorkloadRef workload);

    /**
     * Creates a job, unless the workload already has a job with this name, finished or not. If two calls use the same
     * name concurrently, even from two programs, only one creates the job.
     *
     * @param job the job to create
     * @return true if the job was created; false if the name exists
     * @throws RuntimeException if it is unknown whether the job was created; the next round tries the same name
     */
    boolean create(NewJob job);

    /**
     * Deletes a job, and stops it if it is running. Has no effect if there is no such job.
     *
     * @param workload the workload of the job
     * @param name the name of the job
     * @throws RuntimeException if the job may still exist
     */
    void delete(WorkloadRef workload, String name);
}
