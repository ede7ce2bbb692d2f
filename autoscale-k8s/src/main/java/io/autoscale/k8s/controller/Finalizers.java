// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.k8s.internal.KedaKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The finalizer of ScaledJobs. It is the same as KEDA's, so that each controller can delete what the other one
 * registered.
 */
final class Finalizers {

    static final String NAME = "finalizer.keda.sh";

    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;

    Finalizers(KubernetesClient client) {
        this.client = client;
    }

    static boolean isOn(GenericKubernetesResource scaledJob) {
        return of(scaledJob).contains(NAME);
    }

    void add(GenericKubernetesResource scaledJob) {
        if (!isOn(scaledJob)) {
            List<String> all = new ArrayList<>(of(scaledJob));
            all.add(NAME);
            write(scaledJob, all);
        }
    }

    void remove(GenericKubernetesResource scaledJob) {
        List<String> all = new ArrayList<>(of(scaledJob));
        if (all.remove(NAME)) {
            write(scaledJob, all);
        }
    }

    private static List<String> of(GenericKubernetesResource scaledJob) {
        List<String> finalizers = scaledJob.getMetadata().getFinalizers();
        return finalizers == null ? List.of() : finalizers;
    }

    /**
     * Fails if the finalizers (or, if there are none, the resource version) have changed since they were read, so that
     * another writer's finalizer is not lost.
     */
    private void write(GenericKubernetesResource scaledJob, List<String> finalizers) {
        ObjectMeta metadata = scaledJob.getMetadata();
        List<String> before = of(scaledJob);
        Map<String, Object> test = before.isEmpty()
                ? Map.of("op", "test", "path", "/metadata/resourceVersion", "value", metadata.getResourceVersion())
                : Map.of("op", "test", "path", "/metadata/finalizers", "value", before);
        Map<String, Object> set = Map.of("op", "add", "path", "/metadata/finalizers", "value", finalizers);
        try {
            client.genericKubernetesResources(KedaKinds.SCALED_JOBS)
                    .inNamespace(metadata.getNamespace())
                    .withName(metadata.getName())
                    .patch(
                            PatchContext.of(PatchType.JSON),
                            client.getKubernetesSerialization().asJson(List.of(test, set)));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
    }
}
