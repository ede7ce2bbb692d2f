// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of keys to process. Each key is processed by one thread at a time. Several changes during one run cause one
 * more run. A key is processed again after a delay if its work fails (1 s, 2 s, 4 s, … up to 1 min) or requests it.
 */
public final class WorkQueue<K> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private final Work<K> work;
    private final Duration closeTimeout;
    private final ScheduledThreadPoolExecutor threads;
    private final Set<K> waiting = new LinkedHashSet<>();
    private final Map<K, Boolean> running = new HashMap<>(); // whether to process the key again
    private final Map<K, Integer> failures = new HashMap<>();
    private final Map<K, ScheduledFuture<?>> later = new HashMap<>();

    /** Processes a key. */
    @FunctionalInterface
    public interface Work<K> {
        /**
         * Processes a key; returns the delay until it is processed again, or empty to wait for the next change. A
         * failure is retried.
         */
        Optional<Duration> on(K key);
    }

    /**
     * Creates an empty queue.
     *
     * @param name the prefix of thread names
     * @param size the number of threads
     * @param closeTimeout how long closing waits for running work
     */
    public WorkQueue(String name, int size, Duration closeTimeout, Work<K> work) {
        this.work = work;
        this.closeTimeout = closeTimeout;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ScheduledThreadPoolExecutor(size, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Adds a key to process. */
    public synchronized void add(K key) {
        if (running.computeIfPresent(key, (same, again) -> true) != null) {
            return;
        }
        if (waiting.add(key)) {
            submit(key);
        }
    }

    /** Rejects new work, and waits for running work within the timeout. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void submit(K key) {
        try {
            threads.execute(() -> run(key));
        } catch (RejectedExecutionException e) {
            waiting.remove(key); // closing
        }
    }

    private void run(K key) {
        synchronized (this) {
            waiting.remove(key);
            running.put(key, false);
            ScheduledFuture<?> planned = later.remove(key);
            if (planned != null) {
                planned.cancel(false);
            }
        }
        boolean failed = true;
        Optional<Duration> next = Optional.empty();
        try {
            next = work.on(key);
            failed = false;
        } catch (RuntimeException e) {
            LOG.warn("{} failed and is retried: {}", key, e.toString()); // no stack trace for a rejected request
            LOG.debug("{} failed", key, e);
        } finally {
            ended(key, failed, next.orElse(null));
        }
    }

    private synchronized void ended(K key, boolean failed, @Nullable Duration next) {
        Duration wait = next;
        if (failed) {
            int times = failures.merge(key, 1, Integer::sum);
            Duration growing = FIRST_RETRY.multipliedBy(1L << Math.min(times - 1, 6));
            wait = growing.compareTo(LAST_RETRY) < 0 ? growing : LAST_RETRY;
        } else {
            failures.remove(key);
        }
        if (Boolean.TRUE.equals(running.remove(key))) {
            add(key);
        } else if (wait != null) {
            try {
                later.put(key, threads.schedule(() -> add(key), wait.toMillis(), TimeUnit.MILLISECONDS));
            } catch (RejectedExecutionException e) {
                // closing: no further run
            }
        }
    }
}
