// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates one job under its final name, and determines the outcome if the response is unclear. */
final class JobCreation {

    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final AssumedJobs assumed;
    private final ServerPace pace;

    JobCreation(KubernetesClient client, AssumedJobs assumed, ServerPace pace) {
        this.client = client;
        this.assumed = assumed;
        this.pace = pace;
    }

    WriteResult create(Job job) {
        String name = job.getMetadata().getName();
        try {
            assumed.add(client.resource(job).create());
            return WriteResult.of(JobOutcome.of(name, Status.CREATED));
        } catch (KubernetesClientException e) {
            int code = e.getCode();
            if (code == CONFLICT) {
                return existing(job);
            }
            if (pace.record(e) || (code >= 400 && code < 500)) {
                // the jobs of a plan differ only in their names, so a rejection of one applies to all
                return new WriteResult(JobOutcome.of(name, Status.CREATE_FAILED, Refusal.of(e)), true);
            }
            JobOutcome outcome = unanswered(job, e);
            boolean refused = code >= 500 && outcome.status() == Status.CREATE_UNKNOWN;
            return new WriteResult(outcome, refused || Thread.currentThread().isInterrupted());
        }
    }

    private WriteResult existing(Job wanted) {
        String name = wanted.getMetadata().getName();
        try {
            Job found = get(wanted);
            return WriteResult.of(
                    found == null
                            ? JobOutcome.of(name, Status.CREATE_FAILED, "the API server rejected the name")
                            : judged(found, wanted));
        } catch (KubernetesClientException e) {
            // the name is in use, possibly by our own job; the next round tries the same name again
            pace.record(e);
            return new WriteResult(JobOutcome.of(name, Status.CREATE_UNKNOWN, Refusal.of(e)), true);
        }
    }

    private JobOutcome judged(Job found, Job wanted) {
        String name = wanted.getMetadata().getName();
        if (!isOurs(found, wanted)) {
            return JobOutcome.of(name, Status.NAME_TAKEN, "a job of another owner has this name");
        }
        if (found.getMetadata().getDeletionTimestamp() != null) {
            return JobOutcome.of(name, Status.CREATE_FAILED, "a job of this name is still being deleted");
        }
        assumed.add(found);
        return JobOutcome.of(name, Status.ALREADY_THERE);
    }

    // The request may have taken effect: read the job, because the response is missing.
    private JobOutcome unanswered(Job wanted, KubernetesClientException failure) {
        String name = wanted.getMetadata().getName();
        try {
            Job found = get(wanted);
            if (found != null && isOurs(found, wanted)) {
                assumed.add(found);
                return JobOutcome.of(name, Status.ALREADY_THERE);
            }
        } catch (KubernetesClientException e) {
            failure.addSuppressed(e);
        }
        return JobOutcome.of(name, Status.CREATE_UNKNOWN, Refusal.of(failure));
    }

    private @Nullable Job get(Job job) {
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
                && Objects.equals(label, found.getMetadata().getLabels().get(JobLabels.SCALED_JOB));
    }
}
