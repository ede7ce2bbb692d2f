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
     * Sets the maximum number of parallel requests. The default is 8.
     *
     * @param requests from 1 to 64
     */
    public KubernetesJobsBuilder parallelism(int requests) {
        this.parallelism = requests;
        return this;
    }

    /**
     * Sets the controlling owner of the jobs. Kubernetes deletes the jobs when the owner is deleted. The default is
     * none.
     *
     * @param reference the owner, in the namespace of the jobs; {@code controller} is set on a copy
     */
    public KubernetesJobsBuilder owner(OwnerReference reference) {
        Optional<OwnerReference> owner = Optional.of(Objects.requireNonNull(reference, "owner"));
        return owners(workload -> owner);
    }

    /**
     * Sets the controlling owner of the jobs for each scaled job.
     *
     * @param byScaledJob returns the owner of a scaled job, in the namespace of the jobs; empty for none
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
     * Watches all namespaces with one watch, which requires cluster-wide permissions. By default each namespace of a
     * scaled job has its own watch.
     */
    public KubernetesJobsBuilder inAnyNamespace() {
        this.inAnyNamespace = true;
        return this;
    }

    /**
     * Sets a check that runs before each create and delete, so that a replica that lost its lease writes nothing more.
     * The default permits all writes.
     *
     * @param inCharge returns whether this replica may currently write jobs of a scaled job; must be fast and
     *     thread-safe
     */
    public KubernetesJobsBuilder permit(Predicate<WorkloadRef> inCharge) {
        this.permit = Objects.requireNonNull(inCharge, "permit");
        return this;
    }

    /**
     * Sets whether jobs contain the reason for their creation, in annotations {@code autoscale.io/…} and in environment
     * variables {@code AUTOSCALE_…}. The default is true.
     *
     * @param explain true to add the reason
     */
    public KubernetesJobsBuilder explainJobs(boolean explain) {
        this.explained = explain;
        return this;
    }

    /**
     * Sets whether pods are protected from eviction. Annotations prevent eviction by the usual node autoscalers. If
     * pods are never restarted, a pod failure policy also ensures that an eviction does not count as a failure. The
     * default is true. Settings of a template are not changed.
     *
     * @param protect true to protect pods
     */
    public KubernetesJobsBuilder protectJobs(boolean protect) {
        this.protectedFromEviction = protect;
        return this;
    }

    /**
     * Sets the maximum delay until the watch delivers a created job. If it is exceeded, the watch counts as lagging and
     * a census fails. The default is 30 s.
     *
     * @param lag above zero
     */
    public KubernetesJobsBuilder maxWatchLag(Duration lag) {
        this.maxWatchLag = Objects.requireNonNull(lag, "maxWatchLag");
        return this;
    }

    /**
     * Sets how long a census waits for a watch that is not connected. The default is 10 s. The first connection may
     * take six times as long, unless the API server rejects it.
     *
     * @param timeout above zero
     */
    public KubernetesJobsBuilder watchTimeout(Duration timeout) {
        this.watchTimeout = Objects.requireNonNull(timeout, "watchTimeout");
        return this;
    }

    /**
     * Sets the timeout of one request. The default is 10 s.
     *
     * @param timeout from 1 ms to 1 h
     */
    public KubernetesJobsBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
        return this;
    }

    /**
     * Sets the label {@code app.kubernetes.io/version} of the jobs. The default is the version of this library.
     *
     * @param text a label value
     */
    public KubernetesJobsBuilder version(String text) {
        this.version = Objects.requireNonNull(text, "version");
        return this;
    }

    /**
     * Sets the clock for censuses. The default is the system clock.
     *
     * @param time the clock
     */
    public KubernetesJobsBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Creates the adapter.
     *
     * @return the adapter; the caller closes it
     * @throws io.autoscale.validation.InvalidConfigurationException if a number is out of range; contains all errors
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
