// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.AutoscalerBuilder;
import io.autoscale.k8s.auth.KubernetesAuthProviderBuilder;
import io.autoscale.k8s.job.KubernetesJobsBuilder;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.validation.Violations;
import io.autoscale.workload.Removal;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Builds a {@link KedaController}. */
public final class KedaControllerBuilder {

    final KubernetesClient client;
    final List<ScalerSourceFactory> sources = new ArrayList<>();
    private final Set<String> namespaces = new LinkedHashSet<>();
    private boolean inAnyNamespace;
    boolean clusterAuthentications = true;
    Removal removal = Removal.KILL;
    Predicate<WorkloadRef> serves = workload -> true;
    InstantSource clock = InstantSource.system();
    Consumer<KubernetesJobsBuilder> jobs = builder -> {};
    Consumer<KubernetesAuthProviderBuilder> authentication = builder -> {};
    Consumer<AutoscalerBuilder> autoscaler = builder -> {};

    KedaControllerBuilder(KubernetesClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * Adds source factories, such as those for AWS.
     *
     * @param all the factories, each for one trigger type
     */
    public KedaControllerBuilder sources(Collection<? extends ScalerSourceFactory> all) {
        sources.addAll(all);
        return this;
    }

    /**
     * Sets the watched namespaces. Each has its own watches, so permissions in these namespaces are sufficient. The
     * default is the namespace of the client.
     *
     * @param names the namespaces, at least one
     */
    public KedaControllerBuilder namespaces(String... names) {
        namespaces.addAll(List.of(names));
        return this;
    }

    /** Watches all namespaces with one watch per kind, which requires cluster-wide permissions. */
    public KedaControllerBuilder inAnyNamespace() {
        this.inAnyNamespace = true;
        return this;
    }

    /**
     * Does not read {@code ClusterTriggerAuthentication}, which requires permissions beyond the watched namespaces. A
     * trigger that refers to one fails.
     */
    public KedaControllerBuilder withoutClusterAuthentications() {
        this.clusterAuthentications = false;
        return this;
    }

    /**
     * Sets what happens to the jobs of a deleted ScaledJob without {@link KedaController#REMOVAL_ANNOTATION}. The
     * default is {@link Removal#KILL}, as in KEDA: the ScaledJob owns its jobs, and the cluster deletes them. With the
     * other values, the ScaledJob stays until its jobs have ended or no longer refer to it.
     *
     * @param ofDeleted what happens to the jobs
     */
    public KedaControllerBuilder removal(Removal ofDeleted) {
        this.removal = Objects.requireNonNull(ofDeleted, "removal");
        return this;
    }

    /**
     * Sets which ScaledJobs this controller scales. The default is all. The predicate is called again before each write
     * of a job. Call {@link KedaController#resync()} when its result changes.
     *
     * @param share a fast and thread-safe predicate
     */
    public KedaControllerBuilder serves(Predicate<WorkloadRef> share) {
        this.serves = Objects.requireNonNull(share, "serves");
        return this;
    }

    /**
     * Sets the clock. The default is the system clock.
     *
     * @param time the clock
     */
    public KedaControllerBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Customizes how jobs are counted and created. The controller sets the owners, the permit and the namespaces.
     *
     * @param change sets values that differ from the defaults
     */
    public KedaControllerBuilder jobs(Consumer<KubernetesJobsBuilder> change) {
        this.jobs = jobs.andThen(Objects.requireNonNull(change, "jobs"));
        return this;
    }

    /**
     * Customizes how authentications are resolved: the controller's namespace, the root of {@code filePath} and the
     * store of {@code awsSecretManager}.
     *
     * @param change sets values that differ from the defaults
     */
    public KedaControllerBuilder authentication(Consumer<KubernetesAuthProviderBuilder> change) {
        this.authentication = authentication.andThen(Objects.requireNonNull(change, "authentication"));
        return this;
    }

    /**
     * Customizes how rounds run: listeners, limits and deadlines.
     *
     * @param change sets values that differ from the defaults
     */
    public KedaControllerBuilder autoscaler(Consumer<AutoscalerBuilder> change) {
        this.autoscaler = autoscaler.andThen(Objects.requireNonNull(change, "autoscaler"));
        return this;
    }

    /**
     * Starts the controller and returns immediately. {@link KedaController#isReady()} returns true when all existing
     * resources were processed.
     *
     * @return the controller; the caller closes it
     * @throws io.autoscale.validation.InvalidConfigurationException if a setting is out of range
     */
    public KedaController start() {
        Violations violations = new Violations();
        violations.check(
                !inAnyNamespace || namespaces.isEmpty(),
                "namespaces",
                namespaces,
                "none, where all namespaces are watched");
        namespaces.forEach(name -> violations.check(!name.isBlank(), "namespaces", name, "names of namespaces"));
        violations.check(!sources.isEmpty(), "sources", sources, "at least one maker of sources");
        violations.throwIfAny("KedaController");
        KedaController controller = new KedaController(this);
        controller.start();
        return controller;
    }

    /** Returns the watched namespaces; empty for all. */
    List<String> watchedNamespaces() {
        if (inAnyNamespace) {
            return List.of();
        }
        return namespaces.isEmpty()
                ? List.of(Objects.requireNonNullElse(client.getNamespace(), "default"))
                : List.copyOf(namespaces);
    }
}
