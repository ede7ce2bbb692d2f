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
 * Wakes one registration: at each tick of its polling and, where ticks are further apart than the janitor's interval,
 * for the janitor in between. One task waits at a time. Used under the registration's lock alone.
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

    /** Begins, or goes on with another interval at once. */
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

    /** Says whether this task is the one that was scheduled last. */
    boolean isCurrent(long number) {
        return number == scheduled;
    }

    /** Schedules again what the scheduler refused. */
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

    /** Takes note of a wake, arranges the next, and says whether it was a tick; else it is the janitor's. */
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

    /** When the registration is woken next. */
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

    /** A wake may come a little early; one that is early by an interval says that the clock was set back. */
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
            // no more ticks by themselves until it is tried again; the health says so
            task = null;
            LOG.warn("the scheduler refused the next tick of {}: {}", key, e.toString());
        }
    }
}
