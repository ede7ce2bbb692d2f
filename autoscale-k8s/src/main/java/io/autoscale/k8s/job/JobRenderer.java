// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the Job that is sent to the API server. */
record JobRenderer(String version, @Nullable OwnerReference owner) {

    Job render(ScaledJob job, String name) {
        if (!(job.jobTemplate() instanceof KubernetesJobTemplate template)) {
            throw new InvalidConfigurationException(
                    "ScaledJob " + job.name(),
                    List.of(new Violation(
                            "jobTargetRef",
                            job.jobTemplate().getClass().getSimpleName(),
                            "a KubernetesJobTemplate, for jobs on Kubernetes")));
        }
        Job rendered = new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(job.namespace())
                .withLabels(JobLabels.of(job, version))
                .withAnnotations(job.annotations())
                .addToAnnotations(JobLabels.GENERATION, Long.toString(job.generation()))
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
        if (owner != null) {
            rendered.getMetadata().setOwnerReferences(List.of(owner));
        }
        return rendered;
    }
}
