// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.util.List;
import java.util.Objects;

/**
 * Which jobs to count, and how.
 *
 * @param workload whose jobs
 * @param pendingPodConditions pod conditions that must all be True on one pod of a job for it not to be pending;
 *     empty for the rule by pod phase
 */
public record CensusRequest(WorkloadRef workload, List<String> pendingPodConditions) {

    /** Copies the list. */
    public CensusRequest {
        Objects.requireNonNull(workload, "workload");
        pendingPodConditions = List.copyOf(pendingPodConditions);
    }
}
