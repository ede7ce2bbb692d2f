// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.Step.Kind;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Polls one scaled job. Its rounds never overlap, not even with a call of an earlier round that missed its deadline and
 * has not returned. A tick during a running round is skipped. Passes that read no trigger, which enforce the history
 * limits or end a removed registration, are serialized with the rounds.
 */
final class PolledRegistration implements Registration {

    private final EngineContext context;
    private final TriggerChannels triggerChannels;
    private final Consumer<PolledRegistration> onClose;
    private final Lifecycle lifecycle;
    private final RoundJournal journal;
    private final ReentrantLock updating = new ReentrantLock();
    private final AtomicBoolean released = new AtomicBoolean();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<Void> sourcesClosed = new CompletableFuture<>();
    private final AtomicBoolean publishedPaused = new AtomicBoolean();

    PolledRegistration(
            RoundTarget target,
            EngineContext context,
            TriggerChannels triggerChannels,
            Consumer<PolledRegistration> onClose) {
        this.context = context;
        this.triggerChannels = triggerChannels;
        this.onClose = onClose;
        this.lifecycle = new Lifecycle(target, context, this::wake);
        this.journal = new RoundJournal(target.job().ref(), context);
    }

    void start() {
        changed(RegistrationChange.STARTED);
        warn(scaledJob().warnings());
        publishPause();
        lifecycle.start();
    }

    @Override
    public ScaledJob scaledJob() {
        return lifecycle.target().job();
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
            before = lifecycle.target();
            InFlightCheck check = new InFlightCheck(changed, context);
            ReadingTarget target = ReadingTarget.of(changed);
            List<TriggerChannel> channels = triggerChannels.open(target, before.channels());
            RoundTarget after = new RoundTarget(changed, channels, before.observer(), before.executor(), check);
            try {
                lifecycle.change(after).forEach(TriggerChannel::retire);
            } catch (IllegalStateException e) {
                TriggerChannels.without(channels, before.channels()).forEach(TriggerChannel::retire);
                throw e;
            }
            channels.forEach(channel -> channel.update(target));
            check.updated(before.inFlightCheck(), channels, before.channels());
        } finally {
            updating.unlock();
        }
        changed(RegistrationChange.UPDATED);
        warn(changed.warnings().stream()
                .filter(warning -> !before.job().warnings().contains(warning))
                .toList());
        publishPause();
        if (before.job().isPaused() && !changed.isPaused()) {
            triggerNow();
        }
    }

    @Override
    public CompletableFuture<Void> remove(Removal removal) {
        lifecycle.remove(Objects.requireNonNull(removal, "removal"));
        if (lifecycle.isStopped()) {
            releaseWithinBound();
        } else {
            triggerNow();
        }
        CompletableFuture<Void> own = new CompletableFuture<>();
        var unused = end.whenComplete((none, cancelled) -> {
            if (cancelled == null) {
                own.complete(null);
            } else {
                own.cancel(false);
            }
        });
        return own;
    }

    @Override
    public void pause() {
        lifecycle.pause(true);
        publishPause();
    }

    @Override
    public void resume() {
        boolean changes = lifecycle.pause(false);
        publishPause();
        if (changes) {
            triggerNow();
        }
    }

    @Override
    public boolean isPaused() {
        return lifecycle.isPaused();
    }

    @Override
    public void triggerNow() {
        perform(lifecycle.asked());
    }

    @Override
    public List<DecisionRecord> decisions() {
        return journal.decisions();
    }

    @Override
    public RegistrationHealth health() {
        return lifecycle.health(journal.lastRoundAt(), journal.failedRounds());
    }

    @Override
    public void close() {
        stop();
        if (EventDispatcher.isInListener()) {
            // the round may be waiting for this listener, so the listener must not wait for the round
            releaseWithinBound();
        } else {
            Duration bound = context.limits().closeTimeout();
            BoundedCall.await(idle(), bound);
            release();
            BoundedCall.await(sourcesClosed, bound);
        }
    }

    /** Prevents new rounds. */
    void stop() {
        lifecycle.stop();
    }

    /** Completes when no round is running. */
    CompletableFuture<Void> idle() {
        return lifecycle.idle();
    }

    /** Closes the sources and completes the futures returned by {@code remove}, as the last step. Runs once. */
    void release() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        try {
            var unused = CompletableFuture.allOf(lifecycle.release().stream()
                            .map(TriggerChannel::close)
                            .toArray(CompletableFuture[]::new))
                    .whenComplete((none, failure) -> sourcesClosed.complete(null));
        } finally {
            onClose.accept(this);
            if (lifecycle.isComplete()) {
                end.complete(null);
            } else {
                end.cancel(false);
            }
        }
    }

    /** Completes when the release has closed all sources. */
    CompletableFuture<Void> sourcesClosed() {
        return sourcesClosed;
    }

    /** Releases when the running round has returned, or after the close timeout. */
    private void releaseWithinBound() {
        if (idle().isDone()) {
            release();
            return;
        }
        try {
            context.deadlines().in(context.limits().closeTimeout(), () -> context.elsewhere(this::release));
        } catch (RuntimeException e) {
            release(); // a scheduler that rejects tasks is about to close
        }
    }

    private void warn(List<String> warnings) {
        warnings.forEach(warning -> context.publish(new AutoscalerEvent.ConfigurationWarning(
                scaledJob().ref(), null, context.clock().instant(), warning)));
    }

    /** Publishes each pause or resume once, even if several threads change it. */
    private void publishPause() {
        boolean paused;
        do {
            paused = isPaused();
            if (publishedPaused.compareAndSet(!paused, paused)) {
                changed(paused ? RegistrationChange.PAUSED : RegistrationChange.RESUMED);
            }
        } while (paused != isPaused()); // another thread changed it back before it published
    }

    void changed(RegistrationChange change) {
        context.publish(new AutoscalerEvent.RegistrationChanged(
                scaledJob(), context.clock().instant(), change));
    }

    private void wake(long task) {
        perform(lifecycle.woken(task));
    }

    void perform(Step step) {
        switch (step.kind()) {
            case ROUND, CLEANUP, REMOVAL -> begin(step);
            case DROPPED ->
                skip(
                        RoundCause.STILL_RUNNING,
                        "the previous round has not ended; consecutive dropped ticks: " + lifecycle.missedTicks(),
                        step.round());
            case PAUSED -> {
                skip(RoundCause.PAUSED, "scaling is paused", step.round());
                perform(lifecycle.cleanup());
            }
            case END -> release();
            case NOTHING -> {}
        }
        step.unused().forEach(TriggerChannel::retire);
    }

    private void begin(Step step) {
        Round round = new Round(step, lifecycle, context, this);
        try {
            context.calls().execute(round::begin);
        } catch (RuntimeException | Error e) {
            // for example, no thread is available; the next round may find one
            round.refused(e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void skip(RoundCause cause, String message, long round) {
        journal.skipped(cause, message, round);
        // listeners may be slow, and this may be the scheduler's thread
        context.deliver();
    }

    void ended(Kind kind, DecisionRecord record) {
        journal.ended(kind, record);
        lifecycle.ended(kind, record);
    }
}
