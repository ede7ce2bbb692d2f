// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.TaskScheduler.Scheduled;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundResult;
import io.autoscale.spec.ScaledJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The polling of one scaled job. Its rounds never overlap, not even with a call of an earlier round that missed its
 * deadline and has not come back; a tick that finds one running is dropped.
 */
final class PolledRegistration implements Registration {

    private final RoundTarget target;
    private final EngineContext context;
    private final Runnable onClose;
    private final PollingPhase phase;
    private final DecisionRing ring;

    private Instant nextTick;
    private @Nullable Scheduled timer;
    private boolean paused;
    private boolean closed;
    private boolean again;
    // the round under way, plus its calls that have not come back
    private int underWay;
    private long rounds;
    private int missedTicks;
    private Duration lateness = Duration.ZERO;
    private @Nullable Instant lastRoundAt;
    private @Nullable CountDownLatch idle;

    PolledRegistration(RoundTarget target, EngineContext context, Runnable onClose) {
        this.target = target;
        this.context = context;
        this.onClose = onClose;
        this.phase =
                new PollingPhase(target.job().ref().toString(), target.job().pollingInterval());
        this.ring = new DecisionRing(context.limits().decisionsKept());
        this.nextTick = phase.nextAfter(context.clock().instant());
    }

    synchronized void start() {
        scheduleTick();
    }

    @Override
    public ScaledJob scaledJob() {
        return target.job();
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        synchronized (this) {
            if (!paused) {
                return;
            }
            paused = false;
        }
        triggerNow();
    }

    @Override
    public synchronized boolean isPaused() {
        return paused;
    }

    @Override
    public void triggerNow() {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (underWay > 0) {
                again = true;
                return;
            }
        }
        attempt();
    }

    @Override
    public List<DecisionRecord> decisions() {
        return ring.toList();
    }

    @Override
    public synchronized RegistrationHealth health() {
        return new RegistrationHealth(missedTicks, lateness, lastRoundAt);
    }

    @Override
    public void close() {
        if (!stop()) {
            return;
        }
        awaitIdle(context.limits().closeTimeout());
        release();
    }

    /** Gives up the sources; the last step of closing. */
    void release() {
        target.channels().forEach(TriggerChannel::close);
        onClose.run();
    }

    /** Lets no new round begin; says whether this call did it. */
    synchronized boolean stop() {
        if (closed) {
            return false;
        }
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
        return true;
    }

    /** Waits, bounded, until no round is under way. */
    void awaitIdle(Duration bound) {
        CountDownLatch latch;
        synchronized (this) {
            if (underWay == 0) {
                return;
            }
            latch = idle == null ? new CountDownLatch(1) : idle;
            idle = latch;
        }
        try {
            latch.await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void scheduleTick() {
        Duration delay = Duration.between(context.clock().instant(), nextTick);
        try {
            timer = context.scheduler().schedule(delay, this::tick);
        } catch (RejectedExecutionException e) {
            // no more ticks by themselves; a round may still be asked for, and closing gives everything back
            timer = null;
        }
    }

    private void tick() {
        synchronized (this) {
            if (closed) {
                return;
            }
            Instant now = context.clock().instant();
            Duration late = Duration.between(nextTick, now);
            lateness = late.isNegative() ? Duration.ZERO : late;
            Duration early = Duration.between(now, nextTick);
            // a tick may come a little early; one that is early by an interval says that the clock was set back
            boolean setBack = early.compareTo(target.job().pollingInterval()) >= 0;
            nextTick = phase.nextAfter(early.isNegative() || setBack ? now : nextTick);
            scheduleTick();
        }
        attempt();
    }

    private void attempt() {
        RoundCause skip = RoundCause.NONE;
        long number;
        synchronized (this) {
            if (closed) {
                return;
            }
            number = ++rounds;
            if (underWay > 0) {
                skip = RoundCause.STILL_RUNNING;
                missedTicks++;
            } else if (paused) {
                skip = RoundCause.PAUSED;
            } else {
                underWay = 1;
                missedTicks = 0;
            }
        }
        try {
            if (skip == RoundCause.NONE) {
                context.executor().execute(() -> runRound(number));
            } else {
                RoundCause cause = skip;
                context.executor().execute(() -> skipped(cause, number));
            }
        } catch (RejectedExecutionException e) {
            if (skip == RoundCause.NONE) {
                leave();
            }
        } catch (Error e) {
            // no thread to be had now, say: the next round may find one
            if (skip == RoundCause.NONE) {
                leave();
            }
            throw e;
        }
    }

    private void runRound(long number) {
        new Round(target, context, number, this::ended, this::enter, this::leave).begin();
    }

    private void ended(DecisionRecord record) {
        try {
            if (record.result() != RoundResult.SKIPPED) {
                synchronized (this) {
                    lastRoundAt = record.finishedAt();
                }
            }
            ring.add(record);
            context.publish(
                    switch (record.result()) {
                        case COMPLETED -> new AutoscalerEvent.RoundCompleted(record);
                        case FAILED -> new AutoscalerEvent.RoundFailed(record);
                        case SKIPPED -> new AutoscalerEvent.RoundSkipped(record);
                    });
        } finally {
            leave();
        }
    }

    private void skipped(RoundCause cause, long number) {
        Instant now = context.clock().instant();
        String message = cause == RoundCause.PAUSED
                ? "scaling is paused"
                : "the round before has not come back; ticks dropped in a row: " + health().missedTicks();
        DecisionRecord record = new DecisionRecord(
                target.job().ref(), number, now, now, RoundResult.SKIPPED, cause, message, List.of(), null, null);
        ring.add(record);
        context.publish(new AutoscalerEvent.RoundSkipped(record));
    }

    private synchronized void enter() {
        underWay++;
    }

    private void leave() {
        boolean runAgain;
        synchronized (this) {
            underWay--;
            if (underWay > 0) {
                return;
            }
            runAgain = again && !closed;
            again = false;
            if (idle != null) {
                idle.countDown();
            }
        }
        if (runAgain) {
            attempt();
        }
    }
}
