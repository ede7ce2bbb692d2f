// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.Step.Kind;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundResult;
import io.autoscale.plan.Planner;
import io.autoscale.plan.RoundMemory;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The polling of one scaled job. Its rounds never overlap, not even with a call of an earlier round that missed its
 * deadline and has not come back; a tick that finds one running is dropped. Passes that read no trigger, to keep the
 * history limits or to end a removed registration, take turns with the rounds.
 */
final class PolledRegistration implements Registration {

    /** The most jobs that one pass of the janitor deletes. */
    private static final int DELETIONS_AT_ONCE = 20;

    private final EngineContext context;
    private final TriggerChannels triggerChannels;
    private final RegistrationState state;
    private final RoundJournal journal;
    private final RegistrationEnd end;
    private final ReentrantLock updating = new ReentrantLock();

    PolledRegistration(RoundTarget target, EngineContext context, TriggerChannels triggerChannels, Runnable onClose) {
        this.context = context;
        this.triggerChannels = triggerChannels;
        this.state = new RegistrationState(target, context, this::wake);
        this.journal = new RoundJournal(target.job().ref(), context);
        this.end = new RegistrationEnd(context, onClose);
    }

    void start() {
        state.start();
    }

    @Override
    public ScaledJob scaledJob() {
        return state.target().job();
    }

    @Override
    public void update(ScaledJob changed) {
        if (!changed.ref().equals(scaledJob().ref())) {
            throw new IllegalArgumentException(
                    "scaledJob: '" + changed.ref() + "' is not valid, expected another specification of "
                            + scaledJob().ref());
        }
        RoundTarget before;
        updating.lock();
        try {
            before = state.target();
            RoundTarget after = triggerChannels.changed(before, changed);
            try {
                state.change(after).forEach(TriggerChannel::retire);
            } catch (IllegalStateException e) {
                TriggerChannels.closeNew(after.channels(), before.channels());
                throw e;
            }
            triggerChannels.settle(before, after);
        } finally {
            updating.unlock();
        }
        if (before.job().isPaused() && !changed.isPaused()) {
            triggerNow();
        }
    }

    @Override
    public CompletableFuture<Void> remove(Removal removal) {
        boolean orphans = state.remove(Objects.requireNonNull(removal, "removal"));
        if (!orphans) {
            triggerNow();
        } else if (state.idle() == null) {
            release();
        } else {
            end.comesWithinBound(this::release);
        }
        return end.awaited();
    }

    @Override
    public void pause() {
        state.hold(true);
    }

    @Override
    public void resume() {
        if (state.hold(false)) {
            triggerNow();
        }
    }

    @Override
    public boolean isPaused() {
        return state.isHeld();
    }

    @Override
    public void triggerNow() {
        perform(state.asked());
    }

    @Override
    public List<DecisionRecord> decisions() {
        return journal.decisions();
    }

    @Override
    public RegistrationHealth health() {
        return state.health(journal.lastRoundAt(), journal.failedRounds());
    }

    @Override
    public void close() {
        if (!stop()) {
            return;
        }
        if (state.idle() != null && EventDispatcher.isInListener()) {
            // the round may wait for this listener, so the listener must not wait for the round
            end.comesWithinBound(this::release);
            return;
        }
        awaitIdle(context.limits().closeTimeout());
        release();
    }

    /** Gives up the sources; the last step of closing. */
    void release() {
        end.release(state.allChannels(), state.isComplete());
    }

    /** Lets no new round begin; says whether this call did it. */
    boolean stop() {
        return state.stop();
    }

    /** Waits, bounded, until no round is under way. */
    void awaitIdle(Duration bound) {
        CountDownLatch idle = state.idle();
        if (idle == null) {
            return;
        }
        try {
            idle.await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake(long task) {
        perform(state.woken(task));
    }

    private void perform(Step step) {
        switch (step.kind()) {
            case ROUND, CLEANUP, REMOVAL -> begin(new Pass(step));
            case DROPPED ->
                skip(
                        RoundCause.STILL_RUNNING,
                        "the round before has not come back; ticks dropped in a row: " + health().missedTicks(),
                        step.round());
            case HELD -> {
                skip(RoundCause.PAUSED, "scaling is paused", step.round());
                perform(state.cleanup());
            }
            case NOTHING -> {}
        }
    }

    private void begin(Pass pass) {
        try {
            context.calls().execute(pass::begin);
        } catch (RuntimeException | Error e) {
            // no thread to be had now, say: the next round may find one
            pass.refused(e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void skip(RoundCause cause, String message, long round) {
        journal.skipped(cause, message, round);
        try {
            // listeners may be slow, and this may be the scheduler's thread
            context.executor().execute(context.events()::deliver);
        } catch (RuntimeException e) {
            // the event waits in the queue for the next one
        }
    }

    private void callReturned() {
        RegistrationState.After after = state.callReturned();
        after.unused().forEach(TriggerChannel::retire);
        if (after.ends()) {
            release();
        } else {
            perform(after.next());
        }
    }

    /** One round, or a pass that reads no trigger. */
    private final class Pass implements Round.Host, Round.Planning {

        private final Step step;
        private final RoundTarget target;
        private final AtomicBoolean begun = new AtomicBoolean();

        Pass(Step step) {
            this.step = step;
            RoundTarget current = state.target();
            this.target = step.kind() == Kind.ROUND ? current : current.withoutTriggers();
        }

        void begin() {
            begun.set(true);
            new Round(target, this, context, step.round(), this).begin();
        }

        /** The executor threw; that says nothing of a pass that a thread has begun all the same. */
        void refused(Throwable why) {
            if (begun.compareAndSet(false, true)) {
                Instant now = context.clock().instant();
                ended(new DecisionRecord(
                        target.job().ref(),
                        step.round(),
                        now,
                        now,
                        RoundResult.FAILED,
                        RoundCause.NOT_STARTED,
                        "no thread took the round: " + why,
                        List.of(),
                        null,
                        null));
            }
        }

        @Override
        public ScalingPlan plan(List<TriggerReading> readings, JobCensus census, RoundMemory memory, Instant now) {
            return switch (step.kind()) {
                case CLEANUP -> Planner.cleanup(target.job(), census, DELETIONS_AT_ONCE, now);
                case REMOVAL -> Planner.removal(target.job(), state.removal(), census, DELETIONS_AT_ONCE, now);
                default -> Planner.plan(target.job(), readings, census, memory, now);
            };
        }

        @Override
        public boolean goesOn() {
            return state.goesOn(step.kind());
        }

        @Override
        public void callStarted() {
            state.callStarted();
        }

        @Override
        public void callReturned() {
            PolledRegistration.this.callReturned();
        }

        @Override
        public void ended(DecisionRecord record) {
            try {
                switch (step.kind()) {
                    case CLEANUP -> journal.housekept(record, false);
                    case REMOVAL -> {
                        journal.housekept(record, true);
                        state.removalEnded(record);
                    }
                    default -> {
                        state.ended(record);
                        journal.ended(record);
                    }
                }
            } finally {
                try {
                    PolledRegistration.this.callReturned();
                } finally {
                    context.events().deliver();
                }
            }
        }
    }
}
