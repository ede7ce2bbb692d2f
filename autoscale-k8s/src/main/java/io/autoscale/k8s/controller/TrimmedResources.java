// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Stores resources without the fields that only other programs read. These fields are often larger than the rest. */
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
