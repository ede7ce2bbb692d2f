// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads for rounds, reads and executions. Virtual threads are not used even if the JVM has them: a read that
 * parks and is woken twice would cost 50 % more (docs/adr/0008-threads-and-deadlines.md).
 */
final class WorkerThreads {

    private static final String NAME = "autoscale-worker-";
    /** Enough for expired deadlines and events, which block only in listeners. */
    private static final int NEWS_THREADS = 16;

    private final ExecutorService news;
    private final @Nullable ExecutorService ownCalls;
    private final Executor calls;

    private WorkerThreads(@Nullable ExecutorService ownCalls, Executor calls) {
        this.news = pool(NEWS_THREADS, "autoscale-news-");
        this.ownCalls = ownCalls;
        this.calls = calls;
    }

    /** Starts a pool of this size for calls, and a small separate pool that calls cannot block. */
    static WorkerThreads start(int callThreads) {
        ExecutorService calls = pool(callThreads, NAME);
        return new WorkerThreads(calls, calls);
    }

    /** Starts only the small pool; calls run on the given executor. */
    static WorkerThreads beside(Executor calls) {
        return new WorkerThreads(null, calls);
    }

    ExecutorService news() {
        return news;
    }

    Executor calls() {
        return calls;
    }

    /** Accepts no more tasks; running tasks complete. */
    void shutdown() {
        news.shutdown();
        if (ownCalls != null) {
            ownCalls.shutdown();
        }
    }

    /** Interrupts running tasks. */
    void shutdownNow() {
        news.shutdownNow();
        if (ownCalls != null) {
            ownCalls.shutdownNow();
        }
    }

    /** Waits until all threads have ended, at most for the given time. */
    void awaitTermination(Duration bound) {
        try {
            if (ownCalls != null) {
                ownCalls.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS);
            }
            news.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static ExecutorService pool(int size, String name) {
        AtomicInteger number = new AtomicInteger();
        // The queue is bounded by the calls that registrations allow: one per trigger, and one for jobs.
        return new GrowingPool(size, task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
