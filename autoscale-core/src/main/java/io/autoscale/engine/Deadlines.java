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
 * The deadlines of all calls under way, behind one timer. Nearly all calls are back long before the timer rings, so
 * that a deadline costs an entry in a tree and no work of the scheduler.
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
        // one that was set back would give more time than there was
        this.clock = new SteadyClock(clock);
        this.scheduler = scheduler;
    }

    /** When, and which among those of the same moment. */
    record Deadline(Instant at, long number) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /**
     * Has something run when the time is over.
     *
     * @param onExpiry short, since it runs on the scheduler's thread
     * @throws RuntimeException of the scheduler, which takes nothing more
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

    /** Calls a deadline off; without effect when it has passed. */
    synchronized void cancel(Deadline deadline) {
        waiting.remove(deadline);
    }

    /** Lets all pass now: nobody waits any longer for what is under way. */
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

    /** The timer before stays where the scheduler refuses the new one. */
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
                LOG.warn("what was to follow a deadline failed", e);
            }
        }
    }

    private synchronized List<Runnable> due(Instant at) {
        if (!at.equals(ringsAt)) {
            return List.of(); // another timer has taken its place
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
                // without a timer nobody would ever ask again: all of them are over now
                due.addAll(waiting.values());
                waiting.clear();
            }
        }
        return due;
    }
}
