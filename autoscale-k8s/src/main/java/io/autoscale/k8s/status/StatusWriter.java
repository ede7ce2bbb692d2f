// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.RoundCause;
import io.autoscale.k8s.internal.ClientWithoutRetries;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.internal.WorkQueue;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of rounds into the status of ScaledJobs when they change. A changed timestamp alone causes no
 * write, so a workload in steady state causes none. Separate threads write, so that a slow API server does not delay
 * rounds. If several results of one ScaledJob are pending, only the last one is written. A failed write is retried.
 */
public final class StatusWriter implements AutoscalerListener, AutoCloseable {

    private static final int THREADS = 4;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final String CHECK_FAILED = "ScaledJobCheckFailed";

    private final KubernetesClient client;
    private final Function<WorkloadRef, Optional<ScaledJob>> scaledJobs;
    private final Function<WorkloadRef, Map<String, Object>> current;
    private final Predicate<WorkloadRef> permit;
    private final Map<WorkloadRef, Reported> reported = new ConcurrentHashMap<>();
    private final WorkQueue<WorkloadRef> queue =
            new WorkQueue<>("autoscale-status", THREADS, CLOSE_TIMEOUT, this::write);

    /**
     * The last status of a workload, and the last one that was written.
     *
     * @param since changes when the workload was forgotten meanwhile
     */
    private record Reported(
            Object since,
            ScaledJobStatus status,
            @Nullable ScaledJobStatus written,
            @Nullable Instant lastActive) {}

    /**
     * Creates a writer.
     *
     * @param client the client; closed by its owner
     * @param scaledJobs returns a scaled job; empty if it is not registered
     * @param current returns the last status of a workload from a watch, so that a restarted program does not write the
     *     same status again; empty if unknown
     * @param permit checked before each write; false for a replica that does not lead
     */
    public StatusWriter(
            KubernetesClient client,
            Function<WorkloadRef, Optional<ScaledJob>> scaledJobs,
            Function<WorkloadRef, Map<String, Object>> current,
            Predicate<WorkloadRef> permit) {
        this.client = ClientWithoutRetries.of(client);
        this.scaledJobs = Objects.requireNonNull(scaledJobs, "scaledJobs");
        this.current = Objects.requireNonNull(current, "current");
        this.permit = Objects.requireNonNull(permit, "permit");
    }

    @Override
    public void onEvent(AutoscalerEvent event) {
        WorkloadRef workload = event.workload();
        if (event instanceof AutoscalerEvent.RoundCompleted completed
                && completed.decision().plan() != null) {
            scaledJobs
                    .apply(workload)
                    .ifPresent(job -> report(workload, ScaledJobStatus.of(job, completed.decision(), false)));
        } else if (event instanceof AutoscalerEvent.RoundFailed failed) {
            scaledJobs
                    .apply(workload)
                    .ifPresent(job -> report(
                            workload, failed(workload, job, failed.decision().message())));
        } else if (event instanceof AutoscalerEvent.RoundSkipped skipped
                && skipped.decision().cause() == RoundCause.PAUSED) {
            scaledJobs.apply(workload).ifPresent(job -> report(workload, ScaledJobStatus.paused(job)));
        }
    }

    /**
     * Writes a status, unless the same status was written last. Returns immediately.
     *
     * @param workload the workload
     * @param status the status
     */
    public void report(WorkloadRef workload, ScaledJobStatus status) {
        Reported merged = reported.merge(
                workload,
                new Reported(new Object(), status, null, status.lastActiveTime()),
                (before, now) -> new Reported(
                        before.since(),
                        status,
                        before.written(),
                        now.lastActive() == null ? before.lastActive() : now.lastActive()));
        if (merged == null || merged.written() == null || !merged.written().saysTheSameAs(status)) {
            queue.add(workload);
        }
    }

    /**
     * Forgets the last status of a workload that is gone or that another replica writes from now on.
     *
     * @param workload the workload
     */
    public void forget(WorkloadRef workload) {
        reported.remove(workload);
    }

    /** Writes pending results, within a bounded time, and ends the threads. */
    @Override
    public void close() {
        queue.close();
    }

    private ScaledJobStatus failed(WorkloadRef workload, ScaledJob job, String message) {
        Reported before = reported.get(workload);
        return before == null
                ? ScaledJobStatus.notReady(job, CHECK_FAILED, message)
                : before.status().notReady(CHECK_FAILED, message);
    }

    private Optional<Duration> write(WorkloadRef workload) {
        Reported report = reported.get(workload);
        if (report == null || !permit.test(workload)) {
            return Optional.empty();
        }
        ScaledJobStatus status = report.status();
        ScaledJobStatus before = report.written();
        Map<String, Object> inCluster = current.apply(workload);
        if (before == null ? !status.isSaidBy(inCluster) : !before.saysTheSameAs(status)) {
            patch(workload, inCluster, status.lastActiveAt(report.lastActive()));
        }
        reported.computeIfPresent(
                workload,
                (key, now) -> now.since() == report.since()
                        ? new Reported(now.since(), now.status(), status, now.lastActive())
                        : now);
        return Optional.empty();
    }

    /** Writes the whole status, so that removed triggers do not stay in it. Fields written by others are kept. */
    private void patch(WorkloadRef workload, Map<String, Object> inCluster, ScaledJobStatus status) {
        Map<String, Object> all = new LinkedHashMap<>(inCluster);
        all.putAll(status.fields());
        try {
            client.genericKubernetesResources(KedaKinds.SCALED_JOBS)
                    .inNamespace(workload.namespace())
                    .withName(workload.name())
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON),
                            client.getKubernetesSerialization()
                                    .asJson(List.of(Map.of("op", "add", "path", "/status", "value", all))));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) { // else the ScaledJob no longer exists
                throw e;
            }
        }
    }
}
