// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler and the threads of an engine: those of the program, or its own. Virtual threads are not used even if
 * the JVM has them: a read that parks and is woken twice would cost 50 % more (docs/adr/0008-threads-and-deadlines.md).
 */
final class EngineThreads {

    /** Enough for expired deadlines and events, which block only in listeners. */
    private static final int NEWS_THREADS = 16;
    /** How long to wait on close for the last events and for threads to end, after all rounds have ended. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(2);

    private final TaskScheduler scheduler;
    private final Executor news;
    private final Executor calls;
    private final @Nullable ScheduledThreadPoolExecutor timer;
    private final List<GrowingPool> pools = new ArrayList<>(2);

    /**
     * Starts what the program does not provide: a timer, and a pool for calls. A small pool for news, which calls cannot
     * block, is started too, unless the program provides both scheduler and workers, as tests do.
     */
    EngineThreads(@Nullable TaskScheduler scheduler, @Nullable Executor workers, int callThreads) {
        this.timer = scheduler == null ? newTimer() : null;
        this.scheduler = timer == null ? Objects.requireNonNull(scheduler) : on(timer);
        this.calls = workers == null ? pool(callThreads, "autoscale-worker-") : workers;
        this.news = scheduler == null || workers == null ? pool(NEWS_THREADS, "autoscale-news-") : workers;
    }

    TaskScheduler scheduler() {
        return scheduler;
    }

    Executor news() {
        return news;
    }

    Executor calls() {
        return calls;
    }

    /**
     * Ends the engine's own threads.
     *
     * @param idle whether all rounds have ended, so that the threads are given time to end by themselves
     * @param waits false to return immediately; queued tasks, such as closing sources, still run
     */
    void close(boolean idle, boolean waits) {
        if (timer != null) {
            timer.shutdownNow();
        }
        pools.forEach(GrowingPool::shutdown);
        if (!waits) {
            return; // they run after the listener that closes the engine has returned
        }
        if (idle) {
            awaitTermination();
        }
        pools.forEach(GrowingPool::shutdownNow);
        awaitTermination();
    }

    private void awaitTermination() {
        try {
            for (GrowingPool pool : pools) {
                pool.awaitTermination(LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledThreadPoolExecutor newTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "autoscale-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    /** Returns a scheduler on one thread, which must only start tasks. */
    private static TaskScheduler on(ScheduledThreadPoolExecutor timer) {
        return (delay, task) -> {
            ScheduledFuture<?> future = timer.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
    }

    private Executor pool(int size, String name) {
        AtomicInteger number = new AtomicInteger();
        // The queue is bounded by the calls that registrations allow: one per trigger, and one for jobs.
        GrowingPool pool = new GrowingPool(size, task -> daemon(task, name + number.incrementAndGet()));
        pools.add(pool);
        return pool;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
