// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.util.List;
import java.util.Objects;

/**
 * A request to count the jobs of a workload.
 *
 * @param workload the workload
 * @param pendingPodConditions pod conditions that must all be True on one pod of a job for the job not to count as
 *     pending; empty to use the pod phase instead
 */
public record CensusRequest(WorkloadRef workload, List<String> pendingPodConditions) {

    /** Copies the list. */
    public CensusRequest {
        Objects.requireNonNull(workload, "workload");
        pendingPodConditions = List.copyOf(pendingPodConditions);
    }
}
