// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.RoundCause;
import io.autoscale.k8s.status.ScaledJobStatus;
import io.autoscale.k8s.status.StatusWriter;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Writes the results of rounds into the status of ScaledJobs, on a separate thread. A slow API server does not delay
 * rounds. If several results of one ScaledJob are pending, only the last one is written.
 */
final class StatusReporter implements AutoscalerListener, AutoCloseable {

    private static final int CLOSE_SECONDS = 5;

    private final StatusWriter writer;
    private final Function<WorkloadRef, Optional<ScaledJob>> scaledJobs;
    private final Map<WorkloadRef, ScaledJobStatus> latest = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread own = new Thread(task, "autoscale-status");
                own.setDaemon(true);
                return own;
            });

    StatusReporter(StatusWriter writer, Function<WorkloadRef, Optional<ScaledJob>> scaledJobs) {
        this.writer = writer;
        this.scaledJobs = scaledJobs;
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void onEvent(AutoscalerEvent event) {
        WorkloadRef workload = event.workload();
        if (event instanceof AutoscalerEvent.RoundCompleted completed
                && completed.decision().plan() != null) {
            scaledJobs
                    .apply(workload)
                    .ifPresent(job -> report(workload, ScaledJobStatus.of(job, completed.decision(), false)));
        } else if (event instanceof AutoscalerEvent.RoundSkipped skipped
                && skipped.decision().cause() == RoundCause.PAUSED) {
            paused(workload);
        }
    }

    /** Reports that scaling is paused. */
    void paused(WorkloadRef workload) {
        scaledJobs.apply(workload).ifPresent(job -> report(workload, ScaledJobStatus.paused(job)));
    }

    void report(WorkloadRef workload, ScaledJobStatus status) {
        if (latest.put(workload, status) == null) {
            try {
                thread.execute(() -> write(workload));
            } catch (RejectedExecutionException e) {
                latest.remove(workload); // closing: the next controller reports the status
            }
        }
    }

    void forget(WorkloadRef workload) {
        latest.remove(workload);
        writer.forget(workload);
    }

    /** Writes pending results, within a bounded time. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
                thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void write(WorkloadRef workload) {
        ScaledJobStatus status = latest.remove(workload);
        if (status != null) {
            writer.write(workload, status);
        }
    }
}
