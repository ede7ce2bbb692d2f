// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.Optional;

/** Which object of the cluster Events of a workload are about. */
@FunctionalInterface
public interface InvolvedObjects {

    /**
     * The object of a workload.
     *
     * @param workload which
     * @return kind, namespace, name, and the uid where it is known; empty for no Events
     */
    Optional<ObjectReference> of(WorkloadRef workload);

    /**
     * The {@code ScaledJob} of the workload's name, without a uid: for programs whose scaled jobs are not objects of the
     * cluster, as Events may be about what is not there.
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
