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

/** Assembles a {@link KedaController}. */
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
     * Adds makers of sources, as of AWS.
     *
     * @param all serve one trigger type each
     */
    public KedaControllerBuilder sources(Collection<? extends ScalerSourceFactory> all) {
        sources.addAll(all);
        return this;
    }

    /**
     * Sets which namespaces are watched, each by watches of its own, so that rights in them are enough. The client's own
     * namespace unless set.
     *
     * @param names the namespaces, at least one
     */
    public KedaControllerBuilder namespaces(String... names) {
        namespaces.addAll(List.of(names));
        return this;
    }

    /** Watches all namespaces at once, which needs rights to do so. */
    public KedaControllerBuilder inAnyNamespace() {
        this.inAnyNamespace = true;
        return this;
    }

    /**
     * Leaves {@code ClusterTriggerAuthentication} alone, to read which a controller needs rights beyond its namespaces. A
     * trigger that refers to one fails.
     */
    public KedaControllerBuilder withoutClusterAuthentications() {
        this.clusterAuthentications = false;
        return this;
    }

    /**
     * Sets what becomes of the jobs of a ScaledJob that is deleted, where it does not say so itself by {@link
     * KedaController#REMOVAL_ANNOTATION}. {@link Removal#KILL} unless set, as with KEDA: the jobs are owned by the
     * ScaledJob, and the cluster deletes them. With the others, the ScaledJob stays until its jobs have ended, or no
     * longer refer to it.
     *
     * @param ofDeleted what becomes of them
     */
    public KedaControllerBuilder removal(Removal ofDeleted) {
        this.removal = Objects.requireNonNull(ofDeleted, "removal");
        return this;
    }

    /**
     * Sets which ScaledJobs are looked after here; all unless set. It is asked again before each write of a job. Where
     * the answer changes, {@link KedaController#resync()} is to be called.
     *
     * @param share fast, and safe from any thread
     */
    public KedaControllerBuilder serves(Predicate<WorkloadRef> share) {
        this.serves = Objects.requireNonNull(share, "serves");
        return this;
    }

    /**
     * Sets the time; the system's unless set.
     *
     * @param time the clock
     */
    public KedaControllerBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Changes how jobs are counted and created. Owner and permit are the controller's own, and namespaces are those above.
     *
     * @param change sets what differs from the defaults
     */
    public KedaControllerBuilder jobs(Consumer<KubernetesJobsBuilder> change) {
        this.jobs = jobs.andThen(Objects.requireNonNull(change, "jobs"));
        return this;
    }

    /**
     * Changes how authentications are resolved: the controller's namespace, the folder of {@code filePath}, the store of
     * {@code awsSecretManager}.
     *
     * @param change sets what differs from the defaults
     */
    public KedaControllerBuilder authentication(Consumer<KubernetesAuthProviderBuilder> change) {
        this.authentication = authentication.andThen(Objects.requireNonNull(change, "authentication"));
        return this;
    }

    /**
     * Changes how rounds run: listeners, limits, deadlines.
     *
     * @param change sets what differs from the defaults
     */
    public KedaControllerBuilder autoscaler(Consumer<AutoscalerBuilder> change) {
        this.autoscaler = autoscaler.andThen(Objects.requireNonNull(change, "autoscaler"));
        return this;
    }

    /**
     * Starts the controller. Returns at once; {@link KedaController#isReady()} says when everything was seen.
     *
     * @return the controller; closed by the caller
     * @throws io.autoscale.validation.InvalidConfigurationException when a setting is out of range
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

    /** Empty for all. */
    List<String> watchedNamespaces() {
        if (inAnyNamespace) {
            return List.of();
        }
        return namespaces.isEmpty()
                ? List.of(Objects.requireNonNullElse(client.getNamespace(), "default"))
                : List.copyOf(namespaces);
    }
}
