// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Stores only the fields of an object that are needed to count jobs. Templates, environments and managed fields are
 * most of the size.
 */
final class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {

    private static final List<String> KEPT_ANNOTATIONS = List.of(JobLabels.TEMPLATE, JobLabels.SETTLED);

    private final UnaryOperator<T> trimming;

    private TrimmedStore(UnaryOperator<T> trimming) {
        super(Cache::metaNamespaceKeyFunc);
        this.trimming = trimming;
    }

    static TrimmedStore<Job> ofJobs() {
        return new TrimmedStore<>(TrimmedStore::trimmed);
    }

    static TrimmedStore<Pod> ofPods() {
        return new TrimmedStore<>(TrimmedStore::trimmed);
    }

    @Override
    public T put(String key, T object) {
        return super.put(key, trimming.apply(object));
    }

    static Job trimmed(Job job) {
        return new JobBuilder()
                .withMetadata(trimmed(job.getMetadata()))
                .withNewSpec()
                .withSuspend(job.getSpec() == null ? null : job.getSpec().getSuspend())
                .endSpec()
                .withStatus(job.getStatus())
                .build();
    }

    private static Pod trimmed(Pod pod) {
        PodBuilder trimmed = new PodBuilder().withMetadata(trimmed(pod.getMetadata()));
        if (pod.getStatus() != null) {
            trimmed.withNewStatus()
                    .withPhase(pod.getStatus().getPhase())
                    .withConditions(pod.getStatus().getConditions())
                    .endStatus();
        }
        return trimmed.build();
    }

    private static ObjectMeta trimmed(ObjectMeta metadata) {
        Map<String, String> annotations = Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
        ObjectMetaBuilder trimmed = new ObjectMetaBuilder()
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .withLabels(metadata.getLabels())
                .withOwnerReferences(metadata.getOwnerReferences())
                .withCreationTimestamp(metadata.getCreationTimestamp())
                .withDeletionTimestamp(metadata.getDeletionTimestamp());
        for (String key : KEPT_ANNOTATIONS) {
            String value = annotations.get(key);
            if (value != null) {
                trimmed.addToAnnotations(key, value);
            }
        }
        return trimmed.build();
    }
}
