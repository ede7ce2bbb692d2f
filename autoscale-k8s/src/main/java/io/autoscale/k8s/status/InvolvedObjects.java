// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.Optional;

/** Maps workloads to the cluster objects that their Events refer to. */
@FunctionalInterface
public interface InvolvedObjects {

    /**
     * Returns the object of a workload.
     *
     * @param workload the workload
     * @return the kind, namespace and name, and the UID if known; empty to write no Events
     */
    Optional<ObjectReference> of(WorkloadRef workload);

    /**
     * Returns the {@code ScaledJob} with the name of the workload, without a UID. For programs whose scaled jobs do not
     * exist in the cluster: Events may refer to objects that do not exist.
     */
    static InvolvedObjects scaledJobs() {
        return workload -> Optional.of(new ObjectReferenceBuilder()
                .withApiVersion("keda.sh/v1alpha1")
                .withKind("ScaledJob")
                .withNamespace(workload.namespace())
                .withName(workload.name())
                .build());
    }
}
