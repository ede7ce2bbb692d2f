// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.Removal;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Handles the jobs of a deleted ScaledJob. The ScaledJob owns its jobs, so the cluster deletes them after it is gone.
 * It is gone after our finalizer is removed.
 */
final class ScaledJobDeletion {

    /** Sends no request: jobs are counted from a watch. */
    private static final Duration NEXT_LOOK = Duration.ofSeconds(2);

    private final KubernetesJobs jobs;
    private final Finalizers finalizers;
    private final Removal otherwise;

    ScaledJobDeletion(KubernetesClient client, KubernetesJobs jobs, Removal otherwise) {
        this.jobs = jobs;
        this.finalizers = new Finalizers(client);
        this.otherwise = otherwise;
    }

    /** Adds the finalizer, so that a ScaledJob is not deleted before its jobs are handled. */
    void expect(GenericKubernetesResource scaledJob) {
        finalizers.add(scaledJob);
    }

    /** Continues a deletion; returns when to check again. No more jobs may be created for the ScaledJob. */
    Optional<Duration> goOn(WorkloadRef ref, GenericKubernetesResource scaledJob) {
        if (!Finalizers.isOn(scaledJob)) {
            return Optional.empty();
        }
        switch (removal(scaledJob)) {
            case ORPHAN -> jobs.disown(ref, scaledJob.getMetadata().getUid());
            case DRAIN -> {
                if (hasUnfinished(ref)) {
                    return Optional.of(NEXT_LOOK);
                }
            }
            case KILL -> {} // the cluster deletes the jobs because the deleted ScaledJob owns them
        }
        finalizers.remove(scaledJob);
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
        Map<String, String> annotations = scaledJob.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(KedaController.REMOVAL_ANNOTATION);
        if (text == null) {
            return otherwise;
        }
        try {
            return Removal.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Removal.DRAIN; // an unknown text deletes nothing, and the jobs stay counted
        }
    }
}
