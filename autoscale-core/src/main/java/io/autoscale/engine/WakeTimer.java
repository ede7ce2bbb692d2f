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
    private PollingPhase polling;
    private Instant nextTick;
    private @Nullable PollingPhase janitor;
    private Instant nextJanitor;
    private Duration lateness = Duration.ZERO;
    private @Nullable Scheduled task;
    private boolean stopped;
    private long scheduled;

    WakeTimer(String key, Duration interval, EngineContext context, LongConsumer onWake) {
        this.key = key;
        this.context = context;
        this.onWake = onWake;
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
        if (!newInterval.equals(polling.interval)) {
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
    boolean advance() {
        Instant now = context.clock().instant();
        boolean tick = !nextTick.isAfter(nextJanitor);
        if (tick) {
            Duration late = Duration.between(nextTick, now);
            lateness = late.isNegative() ? Duration.ZERO : late;
            nextTick = polling.next(nextTick, now);
        } else if (Duration.between(now, nextTick).compareTo(polling.interval) > 0) {
            nextTick = polling.nextAfter(now);
        }
        if (janitor != null) {
            nextJanitor = tick ? janitor.nextAfter(now) : janitor.next(nextJanitor, now);
        }
        schedule();
        return tick;
    }

    /** When the next wake-up is due. */
    Instant nextWake() {
        return nextJanitor.isBefore(nextTick) ? nextJanitor : nextTick;
    }

    /** How late the last tick came. */
    Duration lateness() {
        return lateness;
    }

    boolean isTicking() {
        return task != null;
    }

    private void plan(Duration interval) {
        Instant now = context.clock().instant();
        Duration janitorInterval = context.limits().janitorInterval();
        polling = new PollingPhase(key, interval);
        nextTick = polling.nextAfter(now);
        janitor = interval.compareTo(janitorInterval) > 0 ? new PollingPhase(key, janitorInterval) : null;
        nextJanitor = janitor == null ? Instant.MAX : janitor.nextAfter(now);
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

    /**
     * Computes when a registration fires. The phase within the interval is derived from the name: it is the same after a
     * restart, and many registrations with equal intervals do not fire together.
     */
    static final class PollingPhase {

        /** Instants are rounded to this grid, so that one timer wake-up serves registrations that are close together. */
        private static final long GRID_MILLIS = 50;

        private final Duration interval;
        private final long phaseMillis;

        PollingPhase(String key, Duration interval) {
            this.interval = interval;
            long phase = Math.floorMod(mixed(key), interval.toMillis());
            this.phaseMillis = phase - phase % GRID_MILLIS;
        }

        /** Returns the first instant of the phase strictly after the given one. */
        Instant nextAfter(Instant now) {
            long millis = now.toEpochMilli();
            long sincePhase = Math.floorMod(millis - phaseMillis, interval.toMillis());
            return Instant.ofEpochMilli(millis - sincePhase + interval.toMillis());
        }

        /** Returns the instant that follows a planned one, which is due now. */
        Instant next(Instant planned, Instant now) {
            // a wake-up may be slightly early; if it is early by an interval or more, the clock was set back
            Duration early = Duration.between(now, planned);
            return nextAfter(early.isNegative() || early.compareTo(interval) >= 0 ? now : planned);
        }

        // FNV-1a and the finalizer of MurmurHash3: with String.hashCode, names that differ in one digit would be close.
        private static long mixed(String key) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < key.length(); i++) {
                hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
            }
            hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
            hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
            return hash ^ (hash >>> 33);
        }
    }
}
