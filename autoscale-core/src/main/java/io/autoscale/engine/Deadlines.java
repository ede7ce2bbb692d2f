// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.TaskScheduler.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of all calls under way, behind one timer. Nearly all calls are back long before the timer rings, so
 * that a deadline costs an entry in a tree and no work of the scheduler.
 */
final class Deadlines implements AutoCloseable {

    private static final Duration LEAST = Duration.ofMillis(1);

    private final InstantSource clock;
    private final TaskScheduler scheduler;
    private final TreeMap<Deadline, Runnable> waiting = new TreeMap<>();
    private long added;
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
        Deadline deadline = new Deadline(clock.instant().plus(time), ++added);
        if (ringsAt == null || deadline.at().isBefore(ringsAt)) {
            if (timer != null) {
                timer.cancel();
            }
            schedule(deadline.at(), time);
        }
        waiting.put(deadline, onExpiry);
        return deadline;
    }

    /** Calls a deadline off; without effect when it has passed. */
    synchronized void cancel(Deadline deadline) {
        waiting.remove(deadline);
    }

    /** Calls off all. */
    @Override
    public synchronized void close() {
        waiting.clear();
        if (timer != null) {
            timer.cancel();
        }
    }

    private void schedule(Instant at, Duration delay) {
        ringsAt = null;
        timer = scheduler.schedule(delay, () -> ring(at));
        ringsAt = at;
    }

    private void ring(Instant at) {
        due(at).forEach(Runnable::run);
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
            Instant next = waiting.firstKey().at();
            Duration left = Duration.between(clock.instant(), next);
            try {
                schedule(next, left.compareTo(LEAST) < 0 ? LEAST : left);
            } catch (RuntimeException e) {
                // without a timer nobody would ever ask again: all of them are over now
                due.addAll(waiting.values());
                waiting.clear();
            }
        }
        return due;
    }
}
