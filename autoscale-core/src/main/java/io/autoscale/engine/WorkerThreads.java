// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads that rounds, reads and executions run on: virtual where the JVM has them, else a bounded pool. */
final class WorkerThreads {

    private static final String NAME = "autoscale-worker-";
    /** Enough for news of deadlines and for events, which wait for nobody but listeners. */
    private static final int NEWS_THREADS = 16;
    /** From here on a virtual thread that hangs in synchronized code keeps no other from running (JEP 491). */
    private static final int UNPINNED = 24;

    private final ExecutorService news;
    private final @Nullable ExecutorService ownCalls;
    private final Executor calls;

    private WorkerThreads(@Nullable ExecutorService ownCalls, Executor calls) {
        this.news = pool(NEWS_THREADS, "autoscale-news-");
        this.ownCalls = ownCalls;
        this.calls = calls;
    }

    /** Virtual threads for calls, or a pool of this size; and a small pool beside it that no call keeps from its work. */
    static WorkerThreads start(int callThreads) {
        ThreadFactory virtual = virtualThreadFactory();
        ExecutorService calls = virtual == null ? pool(callThreads, NAME) : perTask(virtual);
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

    // Reflection, because the library is compiled for Java 17 and virtual threads came with 21.
    private static @Nullable ThreadFactory virtualThreadFactory() {
        if (Runtime.version().feature() < UNPINNED) {
            return null;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle start = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            return (ThreadFactory) factory.invoke(name.invoke(start.invoke(), NAME, 1L));
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return null;
        }
    }

    private static ExecutorService perTask(ThreadFactory factory) {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class, ThreadFactory.class))
                    .invoke(factory);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("virtual threads are there and cannot be used", e);
        }
    }
}
