// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.validation.Violations;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds {@link KubernetesJobs}. */
public final class KubernetesJobsBuilder {

    private static final int MOST_PARALLEL = 64;

    final KubernetesClient client;
    int parallelism = 8;
    String version = "0.1.0";
    InstantSource clock = InstantSource.system();

    @Nullable
    OwnerReference owner;

    KubernetesJobsBuilder(KubernetesClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * Sets how many creates are under way at once; 8 unless set.
     *
     * @param requests from 1 to 64
     * @return this builder
     */
    public KubernetesJobsBuilder parallelism(int requests) {
        this.parallelism = requests;
        return this;
    }

    /**
     * Sets the object that owns the jobs as their controller: Kubernetes deletes them when it is deleted. None unless
     * set.
     *
     * @param reference the owner, in the namespace of the jobs; copied, with {@code controller} set
     * @return this builder
     */
    public KubernetesJobsBuilder owner(OwnerReference reference) {
        this.owner = new OwnerReferenceBuilder(reference).withController(true).build();
        return this;
    }

    /**
     * Sets the label {@code app.kubernetes.io/version} of the jobs; the version of this library unless set.
     *
     * @param text a label value
     * @return this builder
     */
    public KubernetesJobsBuilder version(String text) {
        this.version = Objects.requireNonNull(text, "version");
        return this;
    }

    /**
     * Sets the time of censuses; the system's unless set.
     *
     * @param time the clock
     * @return this builder
     */
    public KubernetesJobsBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Makes the adapter.
     *
     * @return the adapter; closed by the caller
     * @throws io.autoscale.validation.InvalidConfigurationException when the parallelism is out of range
     */
    public KubernetesJobs build() {
        Violations violations = new Violations();
        violations.check(
                parallelism >= 1 && parallelism <= MOST_PARALLEL,
                "parallelism",
                parallelism,
                "a whole number from 1 to " + MOST_PARALLEL);
        violations.throwIfAny("KubernetesJobs");
        return new KubernetesJobs(this);
    }
}
