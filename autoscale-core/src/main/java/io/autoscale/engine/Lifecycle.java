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
 * What one registration is doing and what it does next: the state diagram of {@code docs/concepts/rounds.md}. One pass
 * is under way at a time, and until the last of its calls has come back. All is under one lock, and nothing but the
 * timer is called.
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

    // the pass under way: what it works on, and how many of it and its calls have not come back
    private @Nullable RoundTarget inUse;
    private boolean housekeeping;
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

    /** Whether scaling is paused, by the program or by the annotation. */
    synchronized boolean isPaused() {
        return paused || target.job().isPaused();
    }

    /** Pauses or resumes scaling; returns whether that is a change. */
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

    /** The timer fired; a task that was replaced while it did says nothing. */
    synchronized Step woken(long task) {
        if (closed || !timer.isCurrent(task)) {
            return step(Kind.NOTHING);
        }
        return timer.isTick() || removal != null ? next() : cleanup();
    }

    /** Somebody asks for a round, which follows at once or when the pass under way has come back. */
    synchronized Step asked() {
        if (closed) {
            return step(Kind.NOTHING);
        }
        timer.revive();
        again = underWay > 0;
        return again ? step(Kind.NOTHING) : next();
    }

    private Step next() {
        boolean free = underWay == 0;
        if (removal != null) {
            return free ? taken(Kind.REMOVAL) : step(Kind.NOTHING);
        }
        if (!free && housekeeping && !again) {
            // a tick waits for a pass that is no round; the tick after it, should the pass hang, does not
            again = true;
            return step(Kind.NOTHING);
        }
        rounds++;
        if (!free) {
            missedTicks++;
            return step(Kind.DROPPED);
        }
        if (isPaused()) {
            return step(Kind.PAUSED);
        }
        missedTicks = 0;
        return taken(Kind.ROUND);
    }

    /** The janitor's pass, where nothing kept the history limits and nothing will within its interval. */
    synchronized Step cleanup() {
        Instant now = context.clock().instant();
        Instant due = cleanedAt.plus(context.limits().janitorInterval());
        boolean late = timer.nextWake().isAfter(due) || cleanedAt.isAfter(now);
        if (closed || removal != null || underWay > 0 || !late) {
            return step(Kind.NOTHING);
        }
        cleanedAt = now;
        return taken(Kind.CLEANUP);
    }

    private Step taken(Kind kind) {
        underWay = 1;
        housekeeping = kind != Kind.ROUND;
        inUse = target;
        return step(kind);
    }

    private Step step(Kind kind) {
        return new Step(kind, rounds, target, List.of());
    }

    /** Changes what earlier rounds have left; an answer that comes late does so too. */
    synchronized RoundMemory remember(UnaryOperator<RoundMemory> change) {
        memory = change.apply(memory);
        return memory;
    }

    /** Says whether a plan of this kind may still be carried out. */
    synchronized boolean mayExecute(Kind kind) {
        return !released && (removal == null || (kind == Kind.REMOVAL && !closed));
    }

    synchronized void callStarted() {
        underWay++;
    }

    /** A pass, or a call of it, has come back. */
    synchronized Step callReturned() {
        underWay--;
        if (underWay > 0) {
            return step(Kind.NOTHING);
        }
        if (idle != null) {
            idle.complete(null);
            idle = null;
        }
        List<TriggerChannel> unused = without(Objects.requireNonNull(inUse).channels(), target.channels());
        inUse = null;
        boolean asked = again;
        again = false;
        Step next;
        if (closed) {
            next = step(Kind.END);
        } else {
            timer.revive();
            next = asked ? next() : cleanup();
        }
        return new Step(next.kind(), next.round(), next.target(), unused);
    }

    /** Takes note of a round that ended. */
    synchronized void ended(DecisionRecord record) {
        ScalingPlan plan = completedPlan(record);
        if (plan != null && !plan.demand().isUnknown()) {
            cleanedAt = record.finishedAt();
        }
    }

    /** Takes note of a pass over a removed registration, which is over when no job is left. */
    synchronized void removalEnded(DecisionRecord record) {
        ScalingPlan plan = completedPlan(record);
        if (plan != null && plan.census().running() == 0 && !memory.isUncertain()) {
            jobsGone = true;
            stop();
        }
    }

    private static @Nullable ScalingPlan completedPlan(DecisionRecord record) {
        return record.result() == RoundResult.COMPLETED ? record.plan() : null;
    }

    /**
     * Goes on with another target.
     *
     * @return the channels that nothing uses any more; those in use follow when the pass under way is over
     * @throws IllegalStateException when the registration has ended
     */
    synchronized List<TriggerChannel> change(RoundTarget after) {
        if (closed || removal != null) {
            throw new IllegalStateException("ScaledJob " + target.job().ref() + " was closed or removed");
        }
        List<TriggerChannel> dropped = without(target.channels(), after.channels());
        Duration interval = after.job().pollingInterval();
        boolean otherInterval = !interval.equals(target.job().pollingInterval());
        target = after;
        if (otherInterval) {
            timer.start(interval);
        }
        return inUse == null ? dropped : without(dropped, inUse.channels());
    }

    /** Ends scaling. */
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

    /** What becomes of the jobs of the removed registration. */
    synchronized Removal removal() {
        return Objects.requireNonNull(removal, "removal");
    }

    /** Lets no new pass begin. */
    synchronized void stop() {
        closed = true;
        timer.stop();
    }

    /** Whether no new pass begins. */
    synchronized boolean isStopped() {
        return closed;
    }

    /** Whether a removal did all that was asked for. */
    synchronized boolean isComplete() {
        return jobsGone;
    }

    /** The last step: nothing is carried out any more. Gives all channels that may be open. */
    synchronized List<TriggerChannel> release() {
        released = true;
        List<TriggerChannel> all = new ArrayList<>(target.channels());
        if (inUse != null) {
            all.addAll(without(inUse.channels(), all));
        }
        return all;
    }

    /** Completes when no pass is under way. */
    synchronized CompletableFuture<Void> idle() {
        if (underWay == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> awaited = idle == null ? new CompletableFuture<>() : idle;
        idle = awaited;
        return awaited;
    }

    private static List<TriggerChannel> without(List<TriggerChannel> channels, List<TriggerChannel> others) {
        return channels.stream().filter(channel -> !others.contains(channel)).toList();
    }
}
