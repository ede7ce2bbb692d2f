// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.Removal;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Keeps a deleted ScaledJob until its jobs are handled: it owns them, so the cluster deletes them after it is gone. The
 * finalizer is that of KEDA, so that each controller can finish what the other one started.
 */
final class Finalizer {

    static final String NAME = "finalizer.keda.sh";

    /** Sends no request: jobs are counted from a watch. */
    private static final Duration NEXT_LOOK = Duration.ofSeconds(2);

    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final KubernetesJobs jobs;
    private final Removal defaultRemoval;
    private final BooleanSupplier leading;

    Finalizer(KubernetesClient client, KubernetesJobs jobs, Removal defaultRemoval, BooleanSupplier leading) {
        this.client = client;
        this.jobs = jobs;
        this.defaultRemoval = defaultRemoval;
        this.leading = leading;
    }

    void add(GenericKubernetesResource scaledJob) {
        List<String> all = new ArrayList<>(of(scaledJob));
        if (!all.contains(NAME)) {
            all.add(NAME);
            write(scaledJob, all);
        }
    }

    /**
     * Continues a deletion. Its registration is closed, and no job is created for it.
     *
     * @return when to call again; empty when the finalizer is removed
     */
    Optional<Duration> finish(WorkloadRef ref, GenericKubernetesResource scaledJob) {
        List<String> all = new ArrayList<>(of(scaledJob));
        if (!all.remove(NAME)) {
            return Optional.empty();
        }
        Removal removal = removal(scaledJob);
        if (removal == Removal.DRAIN && hasUnfinished(ref)) {
            return Optional.of(NEXT_LOOK);
        }
        if (removal == Removal.ORPHAN) {
            jobs.disown(ref, scaledJob.getMetadata().getUid());
        }
        write(scaledJob, all);
        return Optional.empty();
    }

    private boolean hasUnfinished(WorkloadRef ref) {
        try {
            return jobs.observe(new CensusRequest(ref, List.of())).running() > 0;
        } catch (CensusException e) {
            return true; // unknown does not mean none
        }
    }

    private Removal removal(GenericKubernetesResource scaledJob) {
        String text = Objects.requireNonNullElse(scaledJob.getMetadata().getAnnotations(), Map.<String, String>of())
                .get(KedaController.REMOVAL_ANNOTATION);
        try {
            return text == null ? defaultRemoval : Removal.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Removal.DRAIN; // an unknown text deletes nothing, and the jobs stay counted
        }
    }

    private static List<String> of(GenericKubernetesResource scaledJob) {
        return Objects.requireNonNullElse(scaledJob.getMetadata().getFinalizers(), List.of());
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
        if (!leading.getAsBoolean()) {
            throw new IllegalStateException("this replica is not the leader"); // decided again by the queue
        }
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
