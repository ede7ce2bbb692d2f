// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.AutoscalerBuilder;
import io.autoscale.k8s.auth.KubernetesAuthProviderBuilder;
import io.autoscale.k8s.job.KubernetesJobsBuilder;
import io.autoscale.k8s.lease.LeaderLease;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.KubernetesNames;
import io.autoscale.validation.Violations;
import io.autoscale.workload.Removal;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Builds a {@link KedaController}. */
public final class KedaControllerBuilder {

    final KubernetesClient client;
    final List<ScalerSourceFactory> sources = new ArrayList<>();
    private final Set<String> namespaces = new LinkedHashSet<>();
    private boolean inAnyNamespace;
    String selector = "";
    Removal removal = Removal.ORPHAN;
    String leaseNamespace = "";
    String leaseName = "";
    Duration leaseDuration = Duration.ofSeconds(15);
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
     * Scales only the ScaledJobs with certain labels, so that several deployments can share a cluster. The default is
     * all.
     *
     * @param labels a label selector, such as {@code team=video,tier!=test}
     */
    public KedaControllerBuilder selector(String labels) {
        this.selector = Objects.requireNonNull(labels, "selector");
        return this;
    }

    /**
     * Sets what happens to the jobs of a deleted ScaledJob without {@link KedaController#REMOVAL_ANNOTATION}. The
     * default is {@link Removal#ORPHAN}: running jobs continue. KEDA's behavior is {@link Removal#KILL}: the ScaledJob
     * owns its jobs, and the cluster deletes them. With the other values, the ScaledJob stays until its jobs have ended
     * or no longer refer to it.
     *
     * @param ofDeleted what happens to the jobs
     */
    public KedaControllerBuilder removal(Removal ofDeleted) {
        this.removal = Objects.requireNonNull(ofDeleted, "removal");
        return this;
    }

    /**
     * Elects one leader among several replicas by a Lease. Only the leader reads event sources and writes. The others
     * watch the same resources and take over, at the latest after twice the duration of the lease. The default is no election, for a single
     * replica.
     *
     * @param namespace the namespace of the Lease
     * @param name the name of the Lease; the same for all replicas
     */
    public KedaControllerBuilder leaderElection(String namespace, String name) {
        this.leaseNamespace = Objects.requireNonNull(namespace, "namespace");
        this.leaseName = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Sets how long the lease is valid after a renewal. The default is 15 s. The leader stops to write after two thirds
     * of it without a renewal.
     *
     * @param duration 2 s to 10 min; the same for all replicas
     */
    public KedaControllerBuilder leaseDuration(Duration duration) {
        this.leaseDuration = Objects.requireNonNull(duration, "leaseDuration");
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
     * Starts the controller and returns immediately.
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
                "none, because all namespaces are watched");
        namespaces.forEach(
                name -> violations.check(KubernetesNames.isName(name), "namespaces", name, "names of namespaces"));
        violations.check(!sources.isEmpty(), "sources", sources, "at least one source factory");
        violations.check(
                (leaseName.isEmpty() && leaseNamespace.isEmpty())
                        || (KubernetesNames.isName(leaseName) && KubernetesNames.isName(leaseNamespace)),
                "leaderElection",
                leaseNamespace + "/" + leaseName,
                "the namespace and the name of a Lease");
        violations.check(LeaderLease.isValid(leaseDuration), "leaseDuration", leaseDuration, LeaderLease.EXPECTED);
        violations.throwIfAny("KedaController");
        KedaController controller = new KedaController(this);
        controller.start(watchedNamespaces());
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
