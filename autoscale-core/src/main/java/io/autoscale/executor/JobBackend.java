// SPDX-License-Identifier: Apache-2.0
package io.autoscale.executor;

import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadRef;
import java.util.List;

/**
 * A place where jobs run that is not Kubernetes, such as a batch service or a pool of machines. {@link BackendJobs} makes
 * an observer and an executor of it. Safe from any thread; blocks within a bound of its own.
 */
public interface JobBackend {

    /**
     * Lists the jobs of a workload, finished ones that are not deleted included. A job whose {@link #create} returned
     * before this call began is among them.
     *
     * @param workload whose jobs
     * @return the jobs, each with the {@link NewJob#settledOrdinal()} and {@link NewJob#template()} that it was created
     *     with ({@link ObservedJob#settling}, {@link ObservedJob#madeFrom})
     * @throws RuntimeException when not every job can be seen; never a shorter list
     */
    List<ObservedJob> list(WorkloadRef workload);

    /**
     * Creates a job under a name, unless a job of the workload has that name, finished or not. Of two calls at once
     * with one name, by two programs too, one creates the job.
     *
     * @param job what to create
     * @return whether it was created; false when the name exists
     * @throws RuntimeException when it is not known whether the job was created; the next round tries the same name
     */
    boolean create(NewJob job);

    /**
     * Deletes a job, and stops it where it still runs. Without effect when there is no such job.
     *
     * @param workload whose job
     * @param name the name of the job
     * @throws RuntimeException when the job may still be there
     */
    void delete(WorkloadRef workload, String name);
}
