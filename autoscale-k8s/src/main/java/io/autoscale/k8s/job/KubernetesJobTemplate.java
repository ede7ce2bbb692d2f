// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.spec.JobTemplate;
import io.autoscale.trigger.EnvironmentLookup;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A job template with a {@code batch/v1} JobSpec. If the pod restart policy is not set, {@code OnFailure} is used. */
public final class KubernetesJobTemplate implements JobTemplate {

    private static final String CONTAINERS = "jobTargetRef.template.spec.containers";

    private final JobSpec spec;
    private final String fingerprint;
    private final BiFunction<Container, String, Optional<String>> environment;

    private KubernetesJobTemplate(
            JobSpec spec, String fingerprint, BiFunction<Container, String, Optional<String>> environment) {
        this.spec = spec;
        this.fingerprint = fingerprint;
        this.environment = environment;
    }

    /**
     * Creates a template from a JobSpec.
     *
     * @param spec the spec, with a pod template; copied
     * @throws io.autoscale.validation.InvalidConfigurationException if there is no container, if a container or a
     *     variable has no name, or if two containers have the same name
     */
    public static KubernetesJobTemplate of(JobSpec spec) {
        io.autoscale.validation.Violations violations = new io.autoscale.validation.Violations();
        List<Container> containers = spec.getTemplate() == null
                        || spec.getTemplate().getSpec() == null
                ? List.of()
                : Objects.requireNonNullElse(spec.getTemplate().getSpec().getContainers(), List.<Container>of());
        if (containers.isEmpty()) {
            violations.addMissing(CONTAINERS, "at least one container");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            if (container != null && container.getName() != null && !names.add(container.getName())) {
                violations.add(
                        CONTAINERS + "[" + i + "].name", container.getName(), "a name that no other container has");
            }
            check(containers.get(i), CONTAINERS + "[" + i + "]", violations);
        }
        violations.throwIfAny("jobTargetRef");
        JobSpec copy = new JobSpecBuilder(spec).build();
        if (copy.getTemplate().getSpec().getRestartPolicy() == null) {
            copy.getTemplate().getSpec().setRestartPolicy("OnFailure");
        }
        return new KubernetesJobTemplate(copy, TemplateHash.of(copy.getTemplate()), KubernetesJobTemplate::literal);
    }

    private static void check(
            @Nullable Container container, String path, io.autoscale.validation.Violations violations) {
        if (container == null
                || container.getName() == null
                || container.getName().isBlank()) {
            violations.addMissing(path + ".name", "the name of a container");
        }
        List<EnvVar> variables = container == null || container.getEnv() == null ? List.of() : container.getEnv();
        for (int i = 0; i < variables.size(); i++) {
            EnvVar variable = variables.get(i);
            if (variable == null
                    || variable.getName() == null
                    || variable.getName().isBlank()) {
                violations.addMissing(path + ".env[" + i + "].name", "the name of a variable");
            }
        }
    }

    /**
     * Creates a template with one container.
     *
     * @param name the name of the container
     * @param image the image of the container
     * @param command the command; empty to use the image's own
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

    /** The JobSpec. */
    public JobSpec jobSpec() {
        return new JobSpecBuilder(spec).build();
    }

    /**
     * Returns a hash of the pod template. The order of its fields and defaults set by the API server do not change it.
     */
    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Returns a copy that reads the environment of containers from the cluster, including variables from Secrets and
     * ConfigMaps. Without this call such variables have no value.
     *
     * @param provider reads the cluster
     * @param namespace the namespace of the jobs
     * @return a template equal to this one
     */
    public KubernetesJobTemplate readingEnvironment(KubernetesAuthProvider provider, String namespace) {
        return new KubernetesJobTemplate(
                spec, fingerprint, (container, variable) -> provider.variable(container, namespace, variable));
    }

    /**
     * Returns the environment of a container. It contains only literal values, unless {@link #readingEnvironment} was
     * called. It is empty if the container does not exist.
     */
    @Override
    public EnvironmentLookup environment(String containerName) {
        Optional<Container> named = podSpec().getContainers().stream()
                .filter(container ->
                        containerName.isEmpty() || container.getName().equals(containerName))
                .findFirst();
        return variable -> named.flatMap(container -> environment.apply(container, variable));
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

    /** Returns the images only, because environment values may be secret. */
    @Override
    public String toString() {
        return "KubernetesJobTemplate"
                + podSpec().getContainers().stream().map(Container::getImage).toList();
    }

    private static Optional<String> literal(Container container, String variable) {
        return container.getEnv().stream()
                .filter(entry -> entry.getName().equals(variable) && entry.getValue() != null)
                .map(EnvVar::getValue)
                .reduce((earlier, later) -> later);
    }

    private PodSpec podSpec() {
        return spec.getTemplate().getSpec();
    }
}
