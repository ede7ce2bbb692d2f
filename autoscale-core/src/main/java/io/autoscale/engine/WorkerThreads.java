// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads that rounds, reads and executions run on: virtual where the JVM has them, else a bounded pool. */
final class WorkerThreads {

    private static final String NAME = "autoscale-worker-";
    /** Enough for the steps of rounds, which wait for nobody but listeners and strategies. */
    private static final int ROUND_THREADS = 16;

    private final ExecutorService rounds;
    private final ExecutorService calls;

    private WorkerThreads(ExecutorService rounds, ExecutorService calls) {
        this.rounds = rounds;
        this.calls = calls;
    }

    /** Virtual threads for all, or one pool for rounds and one of this size for calls, so that neither starves the other. */
    static WorkerThreads start(int callThreads) {
        ThreadFactory virtual = virtualThreadFactory();
        if (virtual == null) {
            return new WorkerThreads(pool(ROUND_THREADS, "autoscale-round-"), pool(callThreads, NAME));
        }
        ExecutorService all = perTask(virtual);
        return new WorkerThreads(all, all);
    }

    ExecutorService rounds() {
        return rounds;
    }

    ExecutorService calls() {
        return calls;
    }

    /** Interrupts what runs. */
    void shutdownNow() {
        rounds.shutdownNow();
        calls.shutdownNow();
    }

    /** Waits, bounded, until all threads have ended. */
    void awaitTermination(Duration bound) {
        try {
            rounds.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS);
            calls.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS);
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
        if (Runtime.version().feature() < 21) {
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
