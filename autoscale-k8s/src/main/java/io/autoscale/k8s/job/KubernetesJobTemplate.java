// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.spec.JobTemplate;
import io.autoscale.trigger.EnvironmentLookup;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A {@code batch/v1} JobSpec as the template of jobs. An unset pod restart policy becomes {@code OnFailure}. */
public final class KubernetesJobTemplate implements JobTemplate {

    private final JobSpec spec;
    private final String fingerprint;

    private KubernetesJobTemplate(JobSpec spec) {
        this.spec = spec;
        this.fingerprint = TemplateHash.of(spec.getTemplate());
    }

    /**
     * A template from a JobSpec.
     *
     * @param spec the spec, with a pod template; copied
     * @return the template
     * @throws io.autoscale.validation.InvalidConfigurationException when there is no container
     */
    public static KubernetesJobTemplate of(JobSpec spec) {
        io.autoscale.validation.Violations violations = new io.autoscale.validation.Violations();
        if (spec.getTemplate() == null
                || spec.getTemplate().getSpec() == null
                || spec.getTemplate().getSpec().getContainers().isEmpty()) {
            violations.addMissing("jobTargetRef.template.spec.containers", "at least one container");
        }
        violations.throwIfAny("jobTargetRef");
        JobSpec copy = new JobSpecBuilder(spec).build();
        if (copy.getTemplate().getSpec().getRestartPolicy() == null) {
            copy.getTemplate().getSpec().setRestartPolicy("OnFailure");
        }
        return new KubernetesJobTemplate(copy);
    }

    /**
     * A template of one container.
     *
     * @param name the container's name
     * @param image what it runs
     * @param command the command; none for the image's own
     * @return the template
     */
    public static KubernetesJobTemplate container(String name, String image, String... command) {
        return of(new JobSpecBuilder()
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withName(name)
                .withImage(image)
                .withCommand(command)
                .endContainer()
                .endSpec()
                .endTemplate()
                .build());
    }

    /**
     * The spec of the jobs.
     *
     * @return a copy
     */
    public JobSpec jobSpec() {
        return new JobSpecBuilder(spec).build();
    }

    /** A hash of the pod template: the order of its fields and what the API server fills in make no difference. */
    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** Gives the literal values of a container's environment; a container that is not there has none. */
    @Override
    public EnvironmentLookup environment(String containerName) {
        List<Container> containers = podSpec().getContainers();
        Map<String, String> variables = new HashMap<>();
        containers.stream()
                .filter(container ->
                        containerName.isEmpty() || container.getName().equals(containerName))
                .findFirst()
                .map(Container::getEnv)
                .orElse(List.of())
                .stream()
                .filter(variable -> variable.getValue() != null)
                .forEach((EnvVar variable) -> variables.put(variable.getName(), variable.getValue()));
        return EnvironmentLookup.of(variables);
    }

    @Override
    public String serviceAccountName() {
        return Objects.requireNonNullElse(podSpec().getServiceAccountName(), "default");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KubernetesJobTemplate that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** Returns the images, since environment values may be secret. */
    @Override
    public String toString() {
        return "KubernetesJobTemplate"
                + podSpec().getContainers().stream().map(Container::getImage).toList();
    }

    private PodSpec podSpec() {
        return spec.getTemplate().getSpec();
    }
}
