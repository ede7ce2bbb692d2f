// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Keeps resources without what only other programs read, which is often more than the resource itself. */
final class TrimmedResources extends BasicItemStore<GenericKubernetesResource> {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    TrimmedResources() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public GenericKubernetesResource put(String key, GenericKubernetesResource resource) {
        ObjectMeta metadata = resource.getMetadata();
        metadata.setManagedFields(null);
        if (metadata.getAnnotations() != null) {
            metadata.getAnnotations().remove(LAST_APPLIED);
        }
        return super.put(key, resource);
    }
}
