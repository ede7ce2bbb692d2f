// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.executor.JobOutcome;
import io.autoscale.executor.JobOutcome.Status;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Creates one job under its final name, and finds out what became of it when the answer is not plain. */
final class JobCreation {

    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    JobCreation(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What became of one create.
     *
     * @param outcome for the outcome of the plan
     * @param hopeless whether further creates would be refused in the same way
     */
    record Result(JobOutcome outcome, boolean hopeless) {}

    Result create(Job job) {
        String name = job.getMetadata().getName();
        try {
            client.resource(job).create();
            return new Result(JobOutcome.of(name, Status.CREATED), false);
        } catch (KubernetesClientException e) {
            int code = e.getCode();
            if (code == CONFLICT) {
                return new Result(existing(job, "the name was refused"), false);
            }
            if (code >= 400 && code < 500) {
                // the jobs of a plan differ by their names only: what is refused for one is refused for all
                return new Result(JobOutcome.of(name, Status.CREATE_FAILED, refusal(e)), true);
            }
            JobOutcome outcome = unanswered(job, e);
            boolean refused = code >= 500 && outcome.status() == Status.CREATE_UNKNOWN;
            return new Result(outcome, refused || Thread.currentThread().isInterrupted());
        }
    }

    private JobOutcome existing(Job wanted, String otherwise) {
        String name = wanted.getMetadata().getName();
        Job found = get(wanted);
        if (found == null) {
            return JobOutcome.of(name, Status.CREATE_FAILED, otherwise);
        }
        if (!isOurs(found, wanted)) {
            return JobOutcome.of(name, Status.NAME_TAKEN, "a job of somebody else has this name");
        }
        return found.getMetadata().getDeletionTimestamp() == null
                ? JobOutcome.of(name, Status.ALREADY_THERE)
                : JobOutcome.of(name, Status.CREATE_FAILED, "a job of this name is still being deleted");
    }

    // The request may have been carried out: a second look tells more than the missing answer.
    private JobOutcome unanswered(Job wanted, KubernetesClientException failure) {
        String name = wanted.getMetadata().getName();
        try {
            Job found = get(wanted);
            if (found != null && isOurs(found, wanted)) {
                return JobOutcome.of(name, Status.ALREADY_THERE);
            }
        } catch (KubernetesClientException e) {
            failure.addSuppressed(e);
        }
        return JobOutcome.of(name, Status.CREATE_UNKNOWN, refusal(failure));
    }

    private @org.jspecify.annotations.Nullable Job get(Job job) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .get();
    }

    private static boolean isOurs(Job found, Job wanted) {
        String label = wanted.getMetadata().getLabels().get(JobLabels.SCALED_JOB);
        return found.getMetadata().getLabels() != null
                && java.util.Objects.equals(
                        label, found.getMetadata().getLabels().get(JobLabels.SCALED_JOB));
    }

    static String refusal(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getCode() + " " + e.getStatus().getMessage();
        }
        return e.getCode() > 0 ? "answered " + e.getCode() : "not answered";
    }
}
