// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.workload.CensusException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The watches that are there: one for all namespaces, or one for each namespace that was asked about. */
final class JobWatches implements AutoCloseable {

    private static final String ALL = "";

    private final KubernetesClient client;
    private final AssumedJobs assumed;
    private final boolean inAnyNamespace;
    private final Duration patience;
    private final Map<String, JobWatch> byNamespace = new HashMap<>();
    private boolean closed;

    JobWatches(KubernetesClient client, AssumedJobs assumed, boolean inAnyNamespace, Duration patience) {
        this.client = client;
        this.assumed = assumed;
        this.inAnyNamespace = inAnyNamespace;
        this.patience = patience;
    }

    /** The watch that a namespace is in; started where it is not there. */
    synchronized JobWatch of(String namespace) {
        if (closed) {
            throw new CensusException("the watch of jobs is closed", null);
        }
        return byNamespace.computeIfAbsent(inAnyNamespace ? ALL : namespace, this::start);
    }

    /** Gives a watch up that has fallen behind; the next question starts one that lists anew. */
    synchronized void giveUp(JobWatch watch) {
        if (byNamespace.values().remove(watch)) {
            watch.close();
        }
    }

    @Override
    public void close() {
        List<JobWatch> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(byNamespace.values());
            byNamespace.clear();
        }
        all.forEach(JobWatch::close);
    }

    private JobWatch start(String namespace) {
        return new JobWatch(client, namespace.equals(ALL) ? null : namespace, assumed, patience);
    }
}
