// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.TaskScheduler.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes one registration at each polling tick and, if ticks are further apart than the janitor interval, for the
 * janitor in between. At most one task is scheduled. Guarded by the registration's lock.
 */
final class WakeTimer {

    private static final Logger LOG = LoggerFactory.getLogger(WakeTimer.class);

    private final String key;
    private final EngineContext context;
    private final LongConsumer onWake;
    private Duration interval = Duration.ZERO;
    private PollingPhase polling;
    private @Nullable PollingPhase janitor;
    private Instant nextTick;
    private @Nullable Instant nextJanitor;
    private Duration lateness = Duration.ZERO;
    private @Nullable Scheduled task;
    private boolean stopped;
    private long scheduled;

    WakeTimer(String key, Duration interval, EngineContext context, LongConsumer onWake) {
        this.key = key;
        this.context = context;
        this.onWake = onWake;
        this.polling = new PollingPhase(key, interval);
        this.nextTick = context.clock().instant();
        plan(interval);
    }

    /** Starts the timer, or continues immediately with another interval. */
    void start(Duration newInterval) {
        if (stopped) {
            return;
        }
        if (task != null) {
            task.cancel();
        }
        if (!newInterval.equals(interval)) {
            plan(newInterval);
        }
        schedule();
    }

    /** Returns whether this task is the one scheduled last. */
    boolean isCurrent(long number) {
        return number == scheduled;
    }

    /** Schedules a task again if the scheduler rejected it. */
    void revive() {
        if (task == null && !stopped) {
            schedule();
        }
    }

    void stop() {
        stopped = true;
        if (task != null) {
            task.cancel();
            task = null;
        }
    }

    /** Records a wake-up and schedules the next one; returns true for a tick and false for the janitor. */
    boolean isTick() {
        Instant now = context.clock().instant();
        boolean tick = nextJanitor == null || !nextTick.isAfter(nextJanitor);
        if (tick) {
            Duration late = Duration.between(nextTick, now);
            lateness = late.isNegative() ? Duration.ZERO : late;
            nextTick = polling.nextAfter(later(nextTick, now, interval));
        } else if (Duration.between(now, nextTick).compareTo(interval) > 0) {
            nextTick = polling.nextAfter(now);
        }
        if (janitor != null && nextJanitor != null) {
            Duration janitorInterval = context.limits().janitorInterval();
            nextJanitor = janitor.nextAfter(tick ? now : later(nextJanitor, now, janitorInterval));
        }
        schedule();
        return tick;
    }

    /** When the next wake-up is due. */
    Instant nextWake() {
        return nextJanitor != null && nextJanitor.isBefore(nextTick) ? nextJanitor : nextTick;
    }

    /** How late the last tick came. */
    Duration lateness() {
        return lateness;
    }

    boolean isTicking() {
        return task != null;
    }

    private void plan(Duration newInterval) {
        Instant now = context.clock().instant();
        Duration janitorInterval = context.limits().janitorInterval();
        interval = newInterval;
        polling = new PollingPhase(key, newInterval);
        nextTick = polling.nextAfter(now);
        boolean between = newInterval.compareTo(janitorInterval) > 0;
        janitor = between ? new PollingPhase(key, janitorInterval) : null;
        nextJanitor = janitor == null ? null : janitor.nextAfter(now);
    }

    /** A wake-up may be slightly early. If it is early by an interval or more, the clock was set back. */
    private static Instant later(Instant planned, Instant now, Duration interval) {
        Duration early = Duration.between(now, planned);
        return early.isNegative() || early.compareTo(interval) >= 0 ? now : planned;
    }

    private void schedule() {
        Duration delay = Duration.between(context.clock().instant(), nextWake());
        try {
            long number = ++scheduled;
            task = context.scheduler().schedule(delay, () -> onWake.accept(number));
        } catch (RuntimeException | Error e) {
            // no further ticks until it is scheduled again; reported by the health
            task = null;
            LOG.warn("the scheduler rejected the next tick of {}: {}", key, e.toString());
        }
    }
}
