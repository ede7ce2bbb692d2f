// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.validation.Violations;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Builds {@link KubernetesJobs}. */
public final class KubernetesJobsBuilder {

    private static final int MOST_PARALLEL = 64;

    final KubernetesClient client;
    int parallelism = 8;
    String version = "0.1.0";
    InstantSource clock = InstantSource.system();
    Duration maxWatchLag = Duration.ofSeconds(30);
    Duration watchTimeout = Duration.ofSeconds(10);
    Duration requestTimeout = Duration.ofSeconds(10);
    Function<WorkloadRef, Optional<OwnerReference>> owners = workload -> Optional.empty();
    Predicate<WorkloadRef> permit = workload -> true;
    boolean inAnyNamespace;
    boolean explained = true;
    boolean protectedFromEviction = true;

    KubernetesJobsBuilder(KubernetesClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * Sets how many creates are under way at once; 8 unless set.
     *
     * @param requests from 1 to 64
     */
    public KubernetesJobsBuilder parallelism(int requests) {
        this.parallelism = requests;
        return this;
    }

    /**
     * Sets the object that owns the jobs as their controller: Kubernetes deletes them when it is deleted. None unless
     * set.
     *
     * @param reference the owner, in the namespace of the jobs; {@code controller} is set on a copy
     */
    public KubernetesJobsBuilder owner(OwnerReference reference) {
        Optional<OwnerReference> owner = Optional.of(Objects.requireNonNull(reference, "owner"));
        return owners(workload -> owner);
    }

    /**
     * Sets the objects that own the jobs as their controller, for each scaled job its own.
     *
     * @param byScaledJob from a scaled job to its owner, in the namespace of the jobs; empty for none
     */
    public KubernetesJobsBuilder owners(Function<WorkloadRef, Optional<OwnerReference>> byScaledJob) {
        Objects.requireNonNull(byScaledJob, "owners");
        this.owners = workload -> byScaledJob
                .apply(workload)
                .map(reference -> new OwnerReferenceBuilder(reference)
                        .withController(true)
                        .build());
        return this;
    }

    /**
     * Watches all namespaces at once, which needs rights to do so. Unless called, each namespace that a scaled job is in
     * has its own watch.
     */
    public KubernetesJobsBuilder inAnyNamespace() {
        this.inAnyNamespace = true;
        return this;
    }

    /**
     * Sets who may write: asked before each create and delete, so that a replica that lost its lease, or slept past its
     * end, does nothing more. Everyone unless set.
     *
     * @param inCharge whether this replica is in charge of a scaled job at this moment; fast, and safe from any thread
     */
    public KubernetesJobsBuilder permit(Predicate<WorkloadRef> inCharge) {
        this.permit = Objects.requireNonNull(inCharge, "permit");
        return this;
    }

    /**
     * Sets whether jobs say why they exist, by annotations {@code autoscale.io/…} and by variables {@code AUTOSCALE_…}
     * in their containers; they do unless set.
     *
     * @param explain whether they do
     */
    public KubernetesJobsBuilder explainJobs(boolean explain) {
        this.explained = explain;
        return this;
    }

    /**
     * Sets whether pods are protected from being moved: annotations that keep the usual node autoscalers away, and,
     * where pods are never restarted, a failure policy by which an eviction is no failure. They are unless set; what a
     * template says itself is left as it is.
     *
     * @param protect whether they are
     */
    public KubernetesJobsBuilder protectJobs(boolean protect) {
        this.protectedFromEviction = protect;
        return this;
    }

    /**
     * Sets how long a job that was created may take to come through the watch before the watch counts as behind, and no
     * census is given; 30 s unless set.
     *
     * @param lag above zero
     */
    public KubernetesJobsBuilder maxWatchLag(Duration lag) {
        this.maxWatchLag = Objects.requireNonNull(lag, "maxWatchLag");
        return this;
    }

    /**
     * Sets how long a census waits for a watch that is not connected; 10 s unless set. The first connection may take
     * six times as long, unless the API server refuses it.
     *
     * @param timeout above zero
     */
    public KubernetesJobsBuilder watchTimeout(Duration timeout) {
        this.watchTimeout = Objects.requireNonNull(timeout, "watchTimeout");
        return this;
    }

    /**
     * Sets how long one request may take; 10 s unless set.
     *
     * @param timeout from a millisecond to an hour
     */
    public KubernetesJobsBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
        return this;
    }

    /**
     * Sets the label {@code app.kubernetes.io/version} of the jobs; the version of this library unless set.
     *
     * @param text a label value
     */
    public KubernetesJobsBuilder version(String text) {
        this.version = Objects.requireNonNull(text, "version");
        return this;
    }

    /**
     * Sets the time of censuses; the system's unless set.
     *
     * @param time the clock
     */
    public KubernetesJobsBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Makes the adapter.
     *
     * @return the adapter; closed by the caller
     * @throws io.autoscale.validation.InvalidConfigurationException when a number is out of range; it holds all errors
     */
    public KubernetesJobs build() {
        Violations violations = new Violations();
        violations.check(
                parallelism >= 1 && parallelism <= MOST_PARALLEL,
                "parallelism",
                parallelism,
                "a whole number from 1 to " + MOST_PARALLEL);
        between(violations, "maxWatchLag", maxWatchLag);
        between(violations, "watchTimeout", watchTimeout);
        between(violations, "requestTimeout", requestTimeout);
        violations.throwIfAny("KubernetesJobs");
        return new KubernetesJobs(this);
    }

    private static void between(Violations violations, String path, Duration value) {
        violations.check(
                value.toMillis() >= 1 && value.compareTo(Duration.ofHours(1)) <= 0,
                path,
                value,
                "from a millisecond to an hour");
    }
}
