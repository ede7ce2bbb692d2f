// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that rounds, reads and executions run on. They are not virtual, also where the JVM has such: a read that
 * parks and is woken twice costs half as much again (docs/adr/0008-threads-and-deadlines.md).
 */
final class WorkerThreads {

    private static final String NAME = "autoscale-worker-";
    /** Enough for news of deadlines and for events, which wait for nobody but listeners. */
    private static final int NEWS_THREADS = 16;

    private final ExecutorService news;
    private final @Nullable ExecutorService ownCalls;
    private final Executor calls;

    private WorkerThreads(@Nullable ExecutorService ownCalls, Executor calls) {
        this.news = pool(NEWS_THREADS, "autoscale-news-");
        this.ownCalls = ownCalls;
        this.calls = calls;
    }

    /** A pool of this size for calls, and a small one beside it that no call keeps from its work. */
    static WorkerThreads start(int callThreads) {
        ExecutorService calls = pool(callThreads, NAME);
        return new WorkerThreads(calls, calls);
    }

    /** The small pool alone, beside the threads for calls that a program brings. */
    static WorkerThreads beside(Executor calls) {
        return new WorkerThreads(null, calls);
    }

    ExecutorService news() {
        return news;
    }

    Executor calls() {
        return calls;
    }

    /** Takes nothing more, and lets what runs come to its end. */
    void shutdown() {
        news.shutdown();
        if (ownCalls != null) {
            ownCalls.shutdown();
        }
    }

    /** Interrupts what runs. */
    void shutdownNow() {
        news.shutdownNow();
        if (ownCalls != null) {
            ownCalls.shutdownNow();
        }
    }

    /** Waits, bounded, until all threads have ended. */
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
        // Its queue holds at most the calls that registrations allow: one for each trigger, and one for jobs.
        return new GrowingPool(size, task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
