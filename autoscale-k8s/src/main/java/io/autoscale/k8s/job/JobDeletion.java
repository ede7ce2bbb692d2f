// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.spec.Rollout.PropagationPolicy;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Predicate;

/**
 * Deletes jobs. Names come back: since a job was counted, another may have deleted it and a new job may run under its
 * name. So each job is looked at once more, and only the very version that was looked at is deleted.
 */
final class JobDeletion {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int LOOKS = 3;

    private final KubernetesClient client;
    private final ServerPace pace;

    JobDeletion(KubernetesClient client, ServerPace pace) {
        this.client = client;
        this.pace = pace;
    }

    /** Deletes a finished job, its pods in the background. */
    WriteResult finished(String namespace, String name) {
        return delete(
                namespace,
                name,
                JobReader::isFinished,
                "a job that is not finished has this name now",
                DeletionPropagation.BACKGROUND);
    }

    /** Deletes a job that is not finished: one that has ended meanwhile is history, and stays. */
    WriteResult unfinished(String namespace, String name, String label, PropagationPolicy policy) {
        return delete(
                namespace,
                name,
                job -> !JobReader.isFinished(job) && label.equals(JobLabels.scaledJobOf(job)),
                "the job has finished, or is not ours",
                policy == PropagationPolicy.FOREGROUND
                        ? DeletionPropagation.FOREGROUND
                        : DeletionPropagation.BACKGROUND);
    }

    private WriteResult delete(
            String namespace, String name, Predicate<Job> due, String otherwise, DeletionPropagation propagation) {
        String refusal = "";
        for (int look = 0; look < LOOKS; look++) {
            try {
                Job job = client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(name)
                        .get();
                if (job == null || job.getMetadata().getDeletionTimestamp() != null) {
                    return WriteResult.of(JobOutcome.of(name, Status.DELETED, "it was gone"));
                }
                if (!due.test(job)) {
                    return WriteResult.of(JobOutcome.of(name, Status.DELETE_FAILED, otherwise));
                }
                delete(job, propagation);
                return WriteResult.of(JobOutcome.of(name, Status.DELETED));
            } catch (KubernetesClientException e) {
                if (e.getCode() == NOT_FOUND) {
                    return WriteResult.of(JobOutcome.of(name, Status.DELETED, "it was gone"));
                }
                refusal = Refusal.of(e);
                if (e.getCode() != CONFLICT) {
                    return new WriteResult(JobOutcome.of(name, Status.DELETE_FAILED, refusal), pace.record(e));
                }
            }
        }
        return WriteResult.of(JobOutcome.of(name, Status.DELETE_FAILED, refusal));
    }

    // by hand: the client's own calls take a version or a propagation policy, and not both
    private void delete(Job job, DeletionPropagation propagation) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withPropagationPolicy(propagation.toString())
                .withNewPreconditions()
                .withUid(job.getMetadata().getUid())
                .withResourceVersion(job.getMetadata().getResourceVersion())
                .endPreconditions()
                .build();
        String path = "/apis/batch/v1/namespaces/" + job.getMetadata().getNamespace() + "/jobs/"
                + job.getMetadata().getName();
        client.raw(path, "DELETE", options);
    }
}
