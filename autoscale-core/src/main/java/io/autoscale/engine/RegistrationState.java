// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.Step.Kind;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundResult;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Where a registration is: what it may do next, under one lock, without ever calling out. */
final class RegistrationState {

    private static final Duration REMOVAL_INTERVAL = Duration.ofSeconds(10);

    private final EngineContext context;
    private final WakeTimer timer;
    private final Turn turn = new Turn();
    private RoundTarget target;
    private List<TriggerChannel> outgoing = List.of();
    private @Nullable Removal removal;
    private boolean jobsGone;
    private Instant cleanedAt;
    private boolean paused;
    private boolean closed;
    private long rounds;
    private int missedTicks;

    RegistrationState(RoundTarget target, EngineContext context, LongConsumer onWake) {
        ScaledJob job = target.job();
        this.target = target;
        this.context = context;
        this.timer = new WakeTimer(job.ref().toString(), job.pollingInterval(), context, onWake);
        this.cleanedAt = context.clock().instant();
    }

    synchronized void start() {
        timer.start(target.job().pollingInterval());
    }

    synchronized RoundTarget target() {
        return target;
    }

    /** Sets whether scaling is held; says whether that is a change. */
    synchronized boolean hold(boolean held) {
        boolean changes = paused != held;
        paused = held;
        return changes;
    }

    synchronized boolean isHeld() {
        return paused;
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
            return Step.NOTHING;
        }
        return timer.isTick() || removal != null ? next() : cleanup();
    }

    /** Somebody asks for a round. */
    synchronized Step asked() {
        if (closed) {
            return Step.NOTHING;
        }
        timer.revive();
        if (!turn.isFree()) {
            turn.askAgain();
            return Step.NOTHING;
        }
        return next();
    }

    private Step next() {
        boolean free = turn.isFree();
        if (removal != null) {
            return free ? taken(Kind.REMOVAL) : Step.NOTHING;
        }
        if (!free && turn.postpones()) {
            return Step.NOTHING;
        }
        rounds++;
        if (!free) {
            missedTicks++;
            return new Step(Kind.DROPPED, rounds);
        }
        if (paused || target.job().isPaused()) {
            return new Step(Kind.HELD, rounds);
        }
        missedTicks = 0;
        return taken(Kind.ROUND);
    }

    /** The janitor's pass, where nothing kept the history limits and nothing will within its interval. */
    synchronized Step cleanup() {
        Instant now = context.clock().instant();
        Instant due = cleanedAt.plus(context.limits().janitorInterval());
        boolean late = timer.nextWake().isAfter(due) || cleanedAt.isAfter(now);
        if (closed || removal != null || !turn.isFree() || !late) {
            return Step.NOTHING;
        }
        cleanedAt = now;
        return taken(Kind.CLEANUP);
    }

    private Step taken(Kind kind) {
        turn.take(kind != Kind.ROUND);
        return new Step(kind, rounds);
    }

    /** Says whether a plan of this kind may still be carried out. */
    synchronized boolean goesOn(Kind kind) {
        return removal == null || (kind == Kind.REMOVAL && !closed);
    }

    synchronized void callStarted() {
        turn.callStarted();
    }

    /** A round, or a call of it, has come back. */
    synchronized After callReturned() {
        if (!turn.giveBack()) {
            return After.NOTHING;
        }
        List<TriggerChannel> unused = outgoing;
        outgoing = List.of();
        boolean asked = turn.wasAskedAgain();
        if (closed) {
            return new After(unused, Step.NOTHING, true);
        }
        timer.revive();
        return new After(unused, asked ? next() : cleanup(), false);
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
        if (plan != null && plan.census().running() == 0 && !target.memory().isUncertain()) {
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
     * @return the channels that nothing uses any more; those in use follow when the round under way is over
     * @throws IllegalStateException when the registration has ended
     */
    synchronized List<TriggerChannel> change(RoundTarget after) {
        if (closed || removal != null) {
            throw new IllegalStateException("ScaledJob " + target.job().ref() + " is not in care any more");
        }
        List<TriggerChannel> dropped = new ArrayList<>(target.channels());
        dropped.removeAll(after.channels());
        boolean otherInterval =
                !after.job().pollingInterval().equals(target.job().pollingInterval());
        target = after;
        if (otherInterval) {
            timer.start(after.job().pollingInterval());
        }
        if (turn.isFree()) {
            return dropped;
        }
        dropped.addAll(outgoing);
        outgoing = List.copyOf(dropped);
        return List.of();
    }

    /** Ends scaling; the first orphan says true. */
    synchronized boolean remove(Removal how) {
        if (closed) {
            return false;
        }
        removal = removal == Removal.KILL && how == Removal.DRAIN ? removal : how;
        if (how == Removal.ORPHAN) {
            jobsGone = true;
            return stop();
        }
        Duration interval = target.job().pollingInterval();
        timer.start(interval.compareTo(REMOVAL_INTERVAL) < 0 ? interval : REMOVAL_INTERVAL);
        return false;
    }

    /** What becomes of the jobs of the removed registration. */
    synchronized Removal removal() {
        return Objects.requireNonNull(removal, "removal");
    }

    /** Lets no new round begin; says whether this call did it. */
    synchronized boolean stop() {
        boolean first = !closed;
        closed = true;
        timer.stop();
        return first;
    }

    /** Whether nothing is left to do of what was asked for. */
    synchronized boolean isComplete() {
        return jobsGone || removal == null;
    }

    synchronized List<TriggerChannel> allChannels() {
        List<TriggerChannel> all = new ArrayList<>(target.channels());
        all.addAll(outgoing);
        return all;
    }

    /** Opens when no round is under way; null when none is now. */
    synchronized @Nullable CountDownLatch idle() {
        return turn.isFree() ? null : turn.idleLatch();
    }

    /**
     * What follows when a round is over.
     *
     * @param unused channels that nothing uses any more
     * @param next what to do
     * @param ends whether the registration is at its end
     */
    record After(List<TriggerChannel> unused, Step next, boolean ends) {
        static final After NOTHING = new After(List.of(), Step.NOTHING, false);
    }
}
