// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes the owner from jobs, so that they are not deleted with it. Used rarely, so it reads from the API server; the
 * watch may lag behind.
 */
final class JobDisowning {

    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;

    JobDisowning(KubernetesClient client) {
        this.client = client;
    }

    /** Tries all jobs even if some fail; throws the last failure. */
    int disown(WorkloadRef workload, String ownerUid) {
        int done = 0;
        KubernetesClientException failure = null;
        for (Job job : client.batch()
                .v1()
                .jobs()
                .inNamespace(workload.namespace())
                .withLabel(JobLabels.SCALED_JOB, JobLabels.value(workload.name()))
                .list()
                .getItems()) {
            @Nullable List<OwnerReference> owners = job.getMetadata().getOwnerReferences();
            if (owners == null || owners.stream().noneMatch(owner -> ownerUid.equals(owner.getUid()))) {
                continue;
            }
            try {
                write(
                        job,
                        owners,
                        owners.stream()
                                .filter(owner -> !ownerUid.equals(owner.getUid()))
                                .toList());
                done++;
            } catch (KubernetesClientException e) {
                if (e.getCode() != NOT_FOUND) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return done;
    }

    /** Fails if the owners have changed since they were read, so that an owner added by another writer is not lost. */
    private void write(Job job, List<OwnerReference> before, List<OwnerReference> after) {
        String path = "/metadata/ownerReferences";
        client.batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .patch(
                        PatchContext.of(PatchType.JSON),
                        client.getKubernetesSerialization()
                                .asJson(List.of(
                                        Map.of("op", "test", "path", path, "value", before),
                                        Map.of("op", "add", "path", path, "value", after))));
    }
}
