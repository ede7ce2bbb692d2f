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
 * Deletes jobs. Names can be reused: since the count, another program may have deleted a job and created a new one
 * under its name. Each job is therefore read again, and only the version that was read is deleted.
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

    /** Deletes a finished job, with its pods in the background. */
    WriteResult finished(String namespace, String name) {
        return delete(
                namespace,
                name,
                JobReader::isFinished,
                "a job that is not finished has this name now",
                DeletionPropagation.BACKGROUND);
    }

    /** Deletes an unfinished job. A job that has finished in the meantime belongs to the history and is kept. */
    WriteResult unfinished(String namespace, String name, String label, PropagationPolicy policy) {
        return delete(
                namespace,
                name,
                job -> !JobReader.isFinished(job) && label.equals(JobLabels.scaledJobOf(job)),
                "the job has finished or has another owner",
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
                    return WriteResult.of(JobOutcome.of(name, Status.DELETED, "already deleted"));
                }
                if (!due.test(job)) {
                    return WriteResult.of(JobOutcome.of(name, Status.DELETE_FAILED, otherwise));
                }
                delete(job, propagation);
                return WriteResult.of(JobOutcome.of(name, Status.DELETED));
            } catch (KubernetesClientException e) {
                if (e.getCode() == NOT_FOUND) {
                    return WriteResult.of(JobOutcome.of(name, Status.DELETED, "already deleted"));
                }
                refusal = Refusal.of(e);
                if (e.getCode() != CONFLICT) {
                    return new WriteResult(JobOutcome.of(name, Status.DELETE_FAILED, refusal), pace.record(e));
                }
            }
        }
        return WriteResult.of(JobOutcome.of(name, Status.DELETE_FAILED, refusal));
    }

    // a raw request: the client's API accepts a resource version or a propagation policy, but not both
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
