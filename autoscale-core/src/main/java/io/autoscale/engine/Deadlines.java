// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.TaskScheduler.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of all running calls, with one shared timer. Nearly all calls return before the timer fires, so a
 * deadline usually costs one tree entry and no scheduled task.
 */
final class Deadlines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration LEAST = Duration.ofMillis(1);

    private final InstantSource clock;
    private final TaskScheduler scheduler;
    private final TreeMap<Deadline, Runnable> waiting = new TreeMap<>();
    private long added;
    private boolean closed;
    private @Nullable Scheduled timer;
    private @Nullable Instant ringsAt;

    Deadlines(InstantSource clock, TaskScheduler scheduler) {
        // a clock that is set back would extend the deadlines
        this.clock = new SteadyClock(clock);
        this.scheduler = scheduler;
    }

    /** The time of a deadline, and a number to distinguish deadlines at the same time. */
    record Deadline(Instant at, long number) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /**
     * Runs a task after a time.
     *
     * @param onExpiry the task; must be short because it runs on the scheduler's thread
     * @throws RuntimeException if the scheduler rejects the task
     */
    synchronized Deadline in(Duration time, Runnable onExpiry) {
        if (closed) {
            throw new RejectedExecutionException("the engine is closed");
        }
        Deadline deadline = new Deadline(clock.instant().plus(time), ++added);
        waiting.put(deadline, onExpiry);
        Instant first = waiting.firstKey().at();
        if (ringsAt == null || first.isBefore(ringsAt)) {
            try {
                schedule(first);
            } catch (RuntimeException | Error e) {
                waiting.remove(deadline);
                throw e;
            }
        }
        return deadline;
    }

    /** Cancels a deadline. Has no effect if it has passed. */
    synchronized void cancel(Deadline deadline) {
        waiting.remove(deadline);
    }

    /** Expires all deadlines now, so that no caller waits any longer. */
    @Override
    public void close() {
        List<Runnable> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(waiting.values());
            waiting.clear();
            if (timer != null) {
                timer.cancel();
            }
        }
        run(left);
    }

    /** Keeps the previous timer if the scheduler rejects the new one. */
    private void schedule(Instant at) {
        Duration left = Duration.between(clock.instant(), at);
        Scheduled before = timer;
        timer = scheduler.schedule(left.compareTo(LEAST) < 0 ? LEAST : left, () -> run(due(at)));
        ringsAt = at;
        if (before != null) {
            before.cancel();
        }
    }

    private static void run(List<Runnable> expired) {
        for (Runnable each : expired) {
            try {
                each.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("the action of an expired deadline failed", e);
            }
        }
    }

    private synchronized List<Runnable> due(Instant at) {
        if (!at.equals(ringsAt)) {
            return List.of(); // replaced by another timer
        }
        ringsAt = null;
        timer = null;
        List<Runnable> due = new ArrayList<>();
        while (!waiting.isEmpty() && !waiting.firstKey().at().isAfter(at)) {
            due.add(waiting.pollFirstEntry().getValue());
        }
        if (!waiting.isEmpty()) {
            try {
                schedule(waiting.firstKey().at());
            } catch (RuntimeException | Error e) {
                // without a timer the deadlines would never expire, so all expire now
                due.addAll(waiting.values());
                waiting.clear();
            }
        }
        return due;
    }
}
