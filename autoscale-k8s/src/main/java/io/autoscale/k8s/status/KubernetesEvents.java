// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.DecisionRecord;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes Events to the cluster, with the reasons of KEDA, based on actual outcomes. A repeated Event is counted and not
 * written again for 10 min. A separate thread writes from a bounded queue, so that a slow API server does not delay
 * rounds. Events that do not fit into the queue are dropped and counted.
 */
public final class KubernetesEvents implements AutoscalerListener, AutoCloseable {

    private static final int WAITING = 1_000;
    private static final int CLOSE_SECONDS = 5;

    private final InvolvedObjects objects;
    private final EventSink sink;
    private final Map<WorkloadRef, Boolean> active = new ConcurrentHashMap<>();
    private final AtomicLong dropped = new AtomicLong();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                Thread writer = new Thread(task, "autoscale-events");
                writer.setDaemon(true);
                return writer;
            });

    private KubernetesEvents(KubernetesClient client, InvolvedObjects objects, InstantSource clock) {
        this.objects = objects;
        this.sink = new EventSink(client, clock);
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Creates a listener whose Events refer to the {@code ScaledJob} with the name of each workload.
     *
     * @param client the client; closed by its owner
     * @return the listener; the caller closes it
     */
    public static KubernetesEvents create(KubernetesClient client) {
        return create(client, InvolvedObjects.scaledJobs(), InstantSource.system());
    }

    /**
     * Creates a listener whose Events refer to objects chosen by the program.
     *
     * @param client the client; closed by its owner
     * @param objects maps workloads to objects
     * @param clock the clock
     * @return the listener; the caller closes it
     */
    public static KubernetesEvents create(KubernetesClient client, InvolvedObjects objects, InstantSource clock) {
        return new KubernetesEvents(
                Objects.requireNonNull(client, "client"),
                Objects.requireNonNull(objects, "objects"),
                Objects.requireNonNull(clock, "clock"));
    }

    @Override
    public void onEvent(AutoscalerEvent event) {
        DecisionRecord round = event instanceof AutoscalerEvent.RoundCompleted completed ? completed.decision() : null;
        ScalingPlan plan = round == null ? null : round.plan();
        Boolean before = plan == null ? active.get(event.workload()) : active.put(event.workload(), plan.isActive());
        RoundEvents.of(event, before).forEach(text -> submit(event.workload(), text));
        if (event instanceof AutoscalerEvent.RegistrationChanged changed
                && changed.change() == AutoscalerEvent.RegistrationChange.ENDED) {
            active.remove(event.workload());
        }
    }

    /**
     * Writes an Event about a workload that does not result from a round.
     *
     * @param workload the workload
     * @param warning whether it is a warning
     * @param reason the reason, one word used by KEDA
     * @param message the message, one sentence without a secret
     */
    public void say(WorkloadRef workload, boolean warning, String reason, String message) {
        submit(workload, new EventText(warning, reason, message));
    }

    /** The number of Events dropped because the API server was too slow. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes queued Events, within a bounded time, and ends the thread. */
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

    private void submit(WorkloadRef workload, EventText text) {
        try {
            thread.execute(() -> objects.of(workload).ifPresent(object -> sink.write(object, text)));
        } catch (RejectedExecutionException e) {
            dropped.incrementAndGet();
        }
    }
}
