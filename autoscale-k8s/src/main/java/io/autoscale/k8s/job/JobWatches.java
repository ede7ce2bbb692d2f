// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.k8s.internal.WatchCache;
import io.autoscale.workload.CensusException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** One watch of all namespaces, or one for each used namespace. */
final class JobWatches implements AutoCloseable {

    private static final String ALL = "";

    private final KubernetesClient client;
    private final AssumedJobs assumed;
    private final boolean inAnyNamespace;
    private final Duration timeout;
    private final WatchCache<String, JobWatch> watches;

    JobWatches(
            KubernetesClient client,
            AssumedJobs assumed,
            boolean inAnyNamespace,
            Duration timeout,
            InstantSource clock) {
        this.client = client;
        this.assumed = assumed;
        this.inAnyNamespace = inAnyNamespace;
        this.timeout = timeout;
        this.watches = new WatchCache<>(clock);
    }

    /** Returns the watch of a namespace, and starts it if there is none. */
    JobWatch of(String namespace) {
        return watches.get(inAnyNamespace ? ALL : namespace, this::start)
                .orElseThrow(() -> new CensusException("the watch of jobs is closed", null));
    }

    /** Returns why a census of a used namespace would fail now. */
    Optional<String> trouble() {
        return watches.open().stream()
                .flatMap(watch -> watch.trouble().stream())
                .findFirst();
    }

    /** Closes a watch that lags behind. The next call of {@link #of} starts a new one with a full list. */
    void giveUp(JobWatch watch) {
        watches.remove(watch);
    }

    /** Closes all watches. The next call of {@link #of} starts a new one. */
    void reset() {
        watches.clear();
    }

    @Override
    public void close() {
        watches.close();
    }

    private JobWatch start(String namespace) {
        return new JobWatch(client, namespace.equals(ALL) ? null : namespace, assumed, timeout);
    }
}
