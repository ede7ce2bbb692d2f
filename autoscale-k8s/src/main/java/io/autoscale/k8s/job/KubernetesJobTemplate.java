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

/** A {@code batch/v1} JobSpec as the template of jobs. An unset pod restart policy becomes {@code OnFailure}. */
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
     * A template from a JobSpec.
     *
     * @param spec the spec, with a pod template; copied
     * @throws io.autoscale.validation.InvalidConfigurationException when there is no container, or one of them or of its
     *     variables has no name, or two containers have one name
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
     * A template of one container.
     *
     * @param name the container's name
     * @param image what it runs
     * @param command the command; none for the image's own
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

    /** The spec of the jobs. */
    public JobSpec jobSpec() {
        return new JobSpecBuilder(spec).build();
    }

    /** A hash of the pod template: the order of its fields and what the API server fills in make no difference. */
    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The same template, whose containers' environment is read from the cluster: variables that are set from Secrets and
     * ConfigMaps have their values. Without this they have none.
     *
     * @param provider reads the cluster
     * @param namespace where the jobs run
     * @return the template, equal to this one
     */
    public KubernetesJobTemplate readingEnvironment(KubernetesAuthProvider provider, String namespace) {
        return new KubernetesJobTemplate(
                spec, fingerprint, (container, variable) -> provider.variable(container, namespace, variable));
    }

    /**
     * The environment of a container: literal values, unless {@link #readingEnvironment} was called. A container that is
     * not there has none.
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

    /** Returns the images, since environment values may be secret. */
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
