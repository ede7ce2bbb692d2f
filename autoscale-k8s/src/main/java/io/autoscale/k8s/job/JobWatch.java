// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.k8s.internal.WatchCache;
import io.autoscale.workload.CensusException;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A watch of the jobs with our label and a watch of their pods, in one namespace or in all, with their current state.
 * Fails until both watches are connected.
 */
final class JobWatch implements WatchCache.Watch {

    private static final String BY_SCALED_JOB = "scaled-job";
    private static final String BY_JOB = "job";
    private static final Duration GLANCE = Duration.ofMillis(10);
    /** The timeout factor of the first connection, which lists all objects and runs its code for the first time. */
    private static final int FIRST = 6;

    private final String scope;
    private final Duration timeout;
    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Pod> pods;
    private final Runnable probe;
    private final String server;
    private volatile @Nullable String trouble;
    private volatile long disconnectedSince = System.nanoTime();
    private volatile boolean connected;
    private volatile boolean everConnected;

    /**
     * Starts the watches.
     *
     * @param namespace the namespace, or null for all
     * @param assumed the assumed jobs; delivered jobs are removed from it
     * @param timeout how long a watch may be disconnected before calls fail; six times as long for the first
     *     connection, unless the API server rejects it
     */
    JobWatch(KubernetesClient client, @Nullable String namespace, AssumedJobs assumed, Duration timeout) {
        this.scope = namespace == null ? "all namespaces" : "namespace " + namespace;
        this.timeout = timeout;
        URL url = client.getMasterUrl();
        this.server = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        var allJobs = client.batch().v1().jobs();
        var allPods = client.pods();
        var ourJobs = (namespace == null ? allJobs.inAnyNamespace() : allJobs.inNamespace(namespace))
                .withLabel(JobLabels.SCALED_JOB);
        probe = () -> ourJobs.list(new ListOptionsBuilder().withLimit(1L).build());
        jobs = ourJobs.runnableInformer(0);
        pods = (namespace == null ? allPods.inAnyNamespace() : allPods.inNamespace(namespace))
                .withLabel(JobLabels.SCALED_JOB)
                .runnableInformer(0);
        jobs.itemStore(TrimmedStore.ofJobs())
                .addIndexers(Map.of(BY_SCALED_JOB, job -> List.of(JobLabels.keyOf(job))))
                .exceptionHandler((started, failure) -> retry(failure))
                .addEventHandler(new Seen(assumed));
        pods.itemStore(TrimmedStore.ofPods())
                .addIndexers(Map.of(BY_JOB, pod -> List.of(jobOf(pod))))
                .exceptionHandler((started, failure) -> retry(failure));
        jobs.start();
        pods.start();
    }

    /**
     * Waits until both watches are connected, at most for the timeout.
     *
     * @throws CensusException if they are not connected in time
     */
    void awaitConnection() {
        while (!isConnected()) {
            if (isOverdue()) {
                throw new CensusException(notConnected(trouble == null ? probe() : ""), null);
            }
            try {
                if (new CountDownLatch(1).await(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CensusException("interrupted while waiting for the watch of jobs in " + scope, e);
            }
        }
    }

    /** Returns why a census would fail now; empty if the watches are connected or may still connect in time. */
    Optional<String> trouble() {
        return isConnected() || !isOverdue() ? Optional.empty() : Optional.of(notConnected(""));
    }

    private boolean isOverdue() {
        boolean first = trouble == null && !everConnected;
        return System.nanoTime() - disconnectedSince > timeout.toNanos() * (first ? FIRST : 1);
    }

    private String notConnected(String found) {
        String why = trouble;
        return "the watch of jobs and pods in " + scope + " is not connected" + (why == null ? found : ": " + why);
    }

    /** The client does not tell why a watch is not connected again, so a request has to find out. */
    private String probe() {
        try {
            probe.run();
            return "";
        } catch (KubernetesClientException e) {
            return ": " + describe(e);
        }
    }

    /** Returns the jobs of a scaled job by its {@link JobLabels#key}. */
    List<Job> jobs(String key) {
        return jobs.getIndexer().byIndex(BY_SCALED_JOB, key);
    }

    List<Pod> pods(Job job) {
        List<Pod> byUid = pods.getIndexer().byIndex(BY_JOB, job.getMetadata().getUid());
        return byUid == null ? List.of() : byUid;
    }

    String scope() {
        return scope;
    }

    @Override
    public void close() {
        jobs.stop();
        pods.stop();
    }

    private synchronized boolean isConnected() {
        boolean now = jobs.hasSynced() && jobs.isWatching() && pods.hasSynced() && pods.isWatching();
        if (now) {
            connected = true;
            everConnected = true;
            trouble = null;
        } else if (connected) {
            connected = false;
            disconnectedSince = System.nanoTime();
        }
        return now;
    }

    private boolean retry(Throwable failure) {
        trouble = describe(failure);
        return true;
    }

    private String describe(Throwable failure) {
        Optional<String> answer = inChain(failure, KubernetesClientException.class)
                .filter(refused -> refused.getCode() > 0)
                .map(Refusal::of);
        Throwable cause =
                inChain(failure, IOException.class).map(Throwable.class::cast).orElse(failure);
        return answer.orElse(
                "no response from " + server + " (" + cause.getClass().getSimpleName() + ")");
    }

    private static <T extends Throwable> Optional<T> inChain(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** Returns the UID of the job that controls a pod. An earlier job with the same name may have had its own pods. */
    private static String jobOf(Pod pod) {
        for (OwnerReference owner :
                Objects.requireNonNullElse(pod.getMetadata().getOwnerReferences(), List.<OwnerReference>of())) {
            if (Boolean.TRUE.equals(owner.getController()) && "Job".equals(owner.getKind())) {
                return owner.getUid();
            }
        }
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return labels.getOrDefault("batch.kubernetes.io/controller-uid", labels.getOrDefault("controller-uid", ""));
    }

    /** Removes delivered jobs from the assumed jobs. */
    private record Seen(AssumedJobs assumed) implements ResourceEventHandler<Job> {
        @Override
        public void onAdd(Job job) {
            assumed.seen(job);
        }

        @Override
        public void onUpdate(Job before, Job after) {
            assumed.seen(after);
        }

        @Override
        public void onDelete(Job job, boolean stateUnknown) {
            assumed.seen(job);
        }
    }
}
