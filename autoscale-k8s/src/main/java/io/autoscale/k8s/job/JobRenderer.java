// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Renders the Jobs that are sent to the API server. */
final class JobRenderer {

    private final String version;
    private final Function<WorkloadRef, Optional<OwnerReference>> owners;
    private final boolean explained;
    private final boolean protectedFromEviction;

    JobRenderer(KubernetesJobsBuilder builder) {
        this.version = builder.version;
        this.owners = builder.owners;
        this.explained = builder.explained;
        this.protectedFromEviction = builder.protectedFromEviction;
    }

    /** Returns the jobs that a plan creates, in its order. */
    List<Job> render(ScaledJob job, ScalingPlan plan) {
        if (plan.jobsToCreate().isEmpty()) {
            return List.of();
        }
        KubernetesJobTemplate template = template(job);
        Optional<OwnerReference> owner = owners.apply(job.ref());
        JobOrigins origins = new JobOrigins(job, plan);
        List<Job> rendered = new ArrayList<>(plan.jobsToCreate().size());
        for (String name : plan.jobsToCreate()) {
            Job next = render(job, template, name, plan.settledOrdinal());
            owner.ifPresent(reference -> next.getMetadata().setOwnerReferences(List.of(reference)));
            if (protectedFromEviction) {
                JobProtection.addTo(next.getSpec());
            }
            if (explained) {
                JobReasons.addTo(next, origins);
            }
            rendered.add(next);
        }
        return rendered;
    }

    private Job render(ScaledJob job, KubernetesJobTemplate template, String name, long settledOrdinal) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(job.namespace())
                .withLabels(JobLabels.of(job, version))
                .withAnnotations(Map.of(JobLabels.GENERATION, Long.toString(job.generation())))
                .addToAnnotations(job.annotations())
                .addToAnnotations(JobLabels.TEMPLATE, template.fingerprint())
                .addToAnnotations(JobLabels.SETTLED, Long.toString(settledOrdinal))
                .endMetadata()
                .withSpec(template.jobSpec())
                .editSpec()
                .editTemplate()
                .editOrNewMetadata()
                .addToLabels(Map.of(JobLabels.SCALED_JOB, JobLabels.value(job.name())))
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static KubernetesJobTemplate template(ScaledJob job) {
        if (job.jobTemplate() instanceof KubernetesJobTemplate template) {
            return template;
        }
        throw new InvalidConfigurationException(
                "ScaledJob " + job.name(),
                List.of(new Violation(
                        "jobTargetRef",
                        job.jobTemplate().getClass().getSimpleName(),
                        "a KubernetesJobTemplate, for jobs on Kubernetes")));
    }
}
