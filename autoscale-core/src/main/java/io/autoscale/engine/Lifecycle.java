// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.Step.Kind;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundResult;
import io.autoscale.plan.RoundMemory;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.workload.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The state of one registration and its next step, as in the state diagram of {@code docs/concepts/rounds.md}. At most
 * one pass is in progress, and it lasts until the last of its calls has returned. All methods hold one lock and call
 * nothing but the timer.
 */
final class Lifecycle {

    private static final Duration REMOVAL_INTERVAL = Duration.ofSeconds(10);

    private final EngineContext context;
    private final WakeTimer timer;
    private RoundTarget target;
    private RoundMemory memory = RoundMemory.EMPTY;
    private long rounds;
    private int missedTicks;
    private Instant cleanedAt;
    private boolean paused;
    private boolean closed;
    private boolean released;
    private @Nullable Removal removal;
    private boolean jobsGone;

    // the pass in progress, and how many of its calls, including the pass itself, have not returned
    private @Nullable Step pass;
    private int underWay;
    private boolean again;
    private @Nullable CompletableFuture<Void> idle;

    Lifecycle(RoundTarget target, EngineContext context, LongConsumer onWake) {
        this.target = target;
        this.context = context;
        this.timer = new WakeTimer(target.job().ref().toString(), target.job().pollingInterval(), context, onWake);
        this.cleanedAt = context.clock().instant();
    }

    synchronized void start() {
        timer.start(target.job().pollingInterval());
    }

    synchronized RoundTarget target() {
        return target;
    }

    /** Whether scaling is paused by the program or by the annotation. */
    synchronized boolean isPaused() {
        return paused || target.job().isPaused();
    }

    /** Pauses or resumes scaling; returns whether the state changed. */
    synchronized boolean pause(boolean pause) {
        boolean changes = paused != pause;
        paused = pause;
        return changes;
    }

    synchronized int missedTicks() {
        return missedTicks;
    }

    RegistrationHealth health(@Nullable Instant lastRoundAt, int failedRounds) {
        List<TriggerHealth> triggers =
                target().channels().stream().map(TriggerChannel::health).toList();
        synchronized (this) {
            return new RegistrationHealth(
                    missedTicks, failedRounds, timer.lateness(), lastRoundAt, timer.isTicking(), triggers);
        }
    }

    /** Handles a timer event. Ignores a task that was replaced concurrently. */
    synchronized Step woken(long task) {
        if (closed || !timer.isCurrent(task)) {
            return step(Kind.NOTHING);
        }
        return timer.advance() || removal != null ? next(timer.lateness()) : cleanup();
    }

    /** Requests a round, which starts immediately or when the current pass has returned. */
    synchronized Step asked() {
        if (closed) {
            return step(Kind.NOTHING);
        }
        timer.revive();
        again = pass != null;
        return again ? step(Kind.NOTHING) : next(Duration.ZERO);
    }

    private Step next(Duration lateness) {
        if (removal != null) {
            return pass == null ? taken(Kind.REMOVAL, Duration.ZERO) : step(Kind.NOTHING);
        }
        if (pass != null && pass.kind() != Kind.ROUND && !again) {
            // the first tick waits for a housekeeping pass; later ticks are skipped if the pass hangs
            again = true;
            return step(Kind.NOTHING);
        }
        rounds++;
        if (pass != null) {
            missedTicks++;
            return step(Kind.DROPPED);
        }
        if (isPaused()) {
            return step(Kind.PAUSED);
        }
        missedTicks = 0;
        return taken(Kind.ROUND, lateness);
    }

    /** Returns a janitor pass if nothing enforced the history limits and nothing will within the janitor interval. */
    synchronized Step cleanup() {
        Instant now = context.clock().instant();
        Instant due = cleanedAt.plus(context.limits().janitorInterval());
        boolean late = timer.nextWake().isAfter(due) || cleanedAt.isAfter(now);
        if (closed || removal != null || pass != null || !late) {
            return step(Kind.NOTHING);
        }
        cleanedAt = now;
        return taken(Kind.CLEANUP, Duration.ZERO);
    }

    private Step taken(Kind kind, Duration lateness) {
        underWay = 1;
        Step taken = new Step(kind, rounds, target, lateness, List.of());
        pass = taken;
        return taken;
    }

    private Step step(Kind kind) {
        return new Step(kind, rounds, target, Duration.ZERO, List.of());
    }

    /** Updates the memory of earlier rounds. Also called for late responses. */
    synchronized RoundMemory remember(UnaryOperator<RoundMemory> change) {
        memory = change.apply(memory);
        return memory;
    }

    /** Returns whether a plan of this kind may still be executed. */
    synchronized boolean mayExecute(Kind kind) {
        return !released && (removal == null || (kind == Kind.REMOVAL && !closed));
    }

    synchronized void callStarted() {
        underWay++;
    }

    /** Records that a pass, or one of its calls, has returned. */
    synchronized Step callReturned() {
        underWay--;
        if (underWay > 0) {
            return step(Kind.NOTHING);
        }
        if (idle != null) {
            idle.complete(null);
            idle = null;
        }
        List<TriggerChannel> unused =
                TriggerChannels.without(Objects.requireNonNull(pass).target().channels(), target.channels());
        pass = null;
        boolean asked = again;
        again = false;
        Step next;
        if (closed) {
            next = step(Kind.END);
        } else {
            timer.revive();
            next = asked ? next(Duration.ZERO) : cleanup();
        }
        return new Step(next.kind(), next.round(), next.target(), next.lateness(), unused);
    }

    /** Records the end of a pass. A removal is complete when no job is left. */
    synchronized void ended(Kind kind, DecisionRecord record) {
        ScalingPlan plan = record.plan();
        if (plan == null || record.result() != RoundResult.COMPLETED) {
            return;
        }
        if (kind == Kind.ROUND && !plan.demand().isUnknown()) {
            cleanedAt = record.finishedAt();
        } else if (kind == Kind.REMOVAL && plan.census().running() == 0 && !memory.isUncertain()) {
            jobsGone = true;
            stop();
        }
    }

    /**
     * Replaces the target.
     *
     * @return the channels that are no longer used; those in use are returned when the current pass ends
     * @throws IllegalStateException if the registration is closed or removed
     */
    synchronized List<TriggerChannel> change(RoundTarget after) {
        if (closed || removal != null) {
            throw new IllegalStateException("ScaledJob " + target.job().ref() + " was closed or removed");
        }
        List<TriggerChannel> dropped = TriggerChannels.without(target.channels(), after.channels());
        Duration interval = after.job().pollingInterval();
        boolean otherInterval = !interval.equals(target.job().pollingInterval());
        target = after;
        if (otherInterval) {
            timer.start(interval);
        }
        return pass == null
                ? dropped
                : TriggerChannels.without(dropped, pass.target().channels());
    }

    synchronized void remove(Removal how) {
        if (closed) {
            return;
        }
        removal = removal == Removal.KILL && how == Removal.DRAIN ? removal : how;
        if (how == Removal.ORPHAN) {
            jobsGone = true;
            stop();
        } else {
            Duration interval = target.job().pollingInterval();
            timer.start(interval.compareTo(REMOVAL_INTERVAL) < 0 ? interval : REMOVAL_INTERVAL);
        }
    }

    /** What happens to the jobs of the removed registration. */
    synchronized Removal removal() {
        return Objects.requireNonNull(removal, "removal");
    }

    /** Prevents new passes. */
    synchronized void stop() {
        closed = true;
        timer.stop();
    }

    /** Whether new passes are prevented. */
    synchronized boolean isStopped() {
        return closed;
    }

    /** Whether a removal has completed. */
    synchronized boolean isComplete() {
        return jobsGone;
    }

    /** Prevents further executions, as the last step. Returns all channels that may be open. */
    synchronized List<TriggerChannel> release() {
        released = true;
        List<TriggerChannel> all = new ArrayList<>(target.channels());
        if (pass != null) {
            all.addAll(TriggerChannels.without(pass.target().channels(), all));
        }
        return all;
    }

    /** Completes when no pass is in progress. */
    synchronized CompletableFuture<Void> idle() {
        if (underWay == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> awaited = idle == null ? new CompletableFuture<>() : idle;
        idle = awaited;
        return awaited;
    }
}
