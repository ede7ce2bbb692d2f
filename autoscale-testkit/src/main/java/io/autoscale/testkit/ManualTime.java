// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.engine.TaskScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Manual time: the clock and the scheduler of an autoscaler under test. Tasks run on the thread that advances the time,
 * in the order of their times, each with the clock at its time. A day of rounds takes milliseconds. Thread-safe, but
 * only one thread at a time may advance the time.
 */
public final class ManualTime implements InstantSource, TaskScheduler {

    /** The default start time: a Tuesday at noon, UTC. */
    public static final Instant START = Instant.parse("2030-01-01T12:00:00Z");

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
    private Instant now;
    private long scheduled;

    /** Starts at {@link #START}. */
    public ManualTime() {
        this(START);
    }

    /**
     * Starts at an instant.
     *
     * @param start the first instant
     */
    public ManualTime(Instant start) {
        this.now = Objects.requireNonNull(start, "start");
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Scheduled schedule(Duration delay, Runnable task) {
        Instant at = delay.isNegative() ? now : now.plus(delay);
        Task added = new Task(at, scheduled++, Objects.requireNonNull(task, "task"));
        tasks.add(added);
        return () -> cancel(added);
    }

    /**
     * Advances the time and runs the tasks that are due.
     *
     * @param duration the time to advance; not negative
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: '" + duration + "' is not valid, expected at least zero");
        }
        advanceTo(instant().plus(duration));
    }

    /**
     * Advances the time to an instant and runs the tasks that are due, including those at the instant.
     *
     * @param end the new time; an earlier one does not turn the time back
     */
    public void advanceTo(Instant end) {
        Task task = nextUntil(end);
        while (task != null) {
            task.work().run();
            task = nextUntil(end);
        }
        synchronized (this) {
            now = end.isAfter(now) ? end : now;
        }
    }

    /** The number of scheduled tasks. */
    public synchronized int pendingTasks() {
        return tasks.size();
    }

    /** Returns an executor that runs each task immediately on the calling thread. */
    public Executor directExecutor() {
        return Runnable::run;
    }

    /**
     * Returns a builder for an autoscaler that uses this time and runs on the thread that advances it.
     *
     * @return a builder with clock, scheduler and workers set
     */
    public AutoscalerBuilder autoscaler() {
        return Autoscaler.builder().clock(this).scheduler(this).workers(directExecutor());
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    private synchronized @Nullable Task nextUntil(Instant end) {
        Task next = tasks.peek();
        if (next == null || next.at().isAfter(end)) {
            return null;
        }
        tasks.remove();
        now = next.at().isAfter(now) ? next.at() : now;
        return next;
    }

    private record Task(Instant at, long number, Runnable work) {}
}
