// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.engine.RoundTracing.Phase;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.TriggerReading;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One trigger of one registration: its source with a circuit breaker and a deadline. At most one read is in progress,
 * so a read that never returns blocks one thread in total, not one per round. The next read uses changed credentials,
 * and resolves rejected credentials again first.
 */
final class TriggerChannel {

    private static final Logger LOG = LoggerFactory.getLogger(TriggerChannel.class);

    private final String label;
    private final int index;
    private final SourceSlot slot;
    private final EngineContext context;
    private final SourceGuard guard;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile TriggerReading.@Nullable Failed lastFailure;
    private volatile @Nullable Instant lastReadAt;
    private volatile @Nullable Object lastVersion;
    private volatile boolean retired;

    TriggerChannel(String label, int index, SourceSlot slot, EngineContext context, SourceGuard guard) {
        this.label = label;
        this.index = index;
        this.slot = slot;
        this.context = context;
        this.guard = guard;
    }

    String label() {
        return label;
    }

    /** The metric, if it is known without reading. */
    Optional<MetricSpec> metric() {
        return slot.metric();
    }

    /** The health of the trigger. */
    TriggerHealth health() {
        TriggerReading.Failed failed = lastFailure;
        TriggerHealth.State state = guard.isOpen()
                ? TriggerHealth.State.CIRCUIT_OPEN
                : failed != null
                        ? TriggerHealth.State.FAILING
                        : lastReadAt == null ? TriggerHealth.State.UNREAD : TriggerHealth.State.READ;
        return new TriggerHealth(label, state, lastReadAt, failed);
    }

    /** Creates the source before the first read, if possible. */
    CompletableFuture<Void> prepare(Duration timeout) {
        if (!underWay.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        return BoundedCall.start(
                context.calls(),
                () -> {
                    try {
                        var unused = slot.open(slot.version());
                    } catch (AuthenticationException | ScalerException e) {
                        slot.invalidate(); // not a configuration error: the first round tries again
                    }
                    return null;
                },
                this::returned,
                timeout,
                context);
    }

    /** Reads the metric. The future never fails, because a failure is also a reading. */
    CompletableFuture<TriggerReading> read(Executor executor, Duration timeout, RoundScope scope) {
        Instant from = context.clock().instant();
        AtomicReference<Attempt> attempt = new AtomicReference<>(Attempt.PREPARING);
        Callable<TriggerReading> reading = scope.around(Phase.READ, label, () -> sample(attempt, from));
        if (!underWay.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(
                    failure(ScalerException.Kind.UNAVAILABLE, "the previous read has not returned"));
        }
        return BoundedCall.start(executor, reading, this::returned, timeout, context)
                .handle((read, failure) ->
                        settled(attempt.getAndSet(Attempt.OVER) == Attempt.PERMITTED, read, failure, from));
    }

    /** Uses another maker to resolve credentials and create sources from now on. */
    void remake(SourceMaker maker) {
        slot.remake(maker);
    }

    /** Closes the channel as soon as no read is in progress. */
    void retire() {
        retired = true;
        if (!underWay.get()) {
            var unused = close();
        }
    }

    /**
     * Closes the source on another thread, because closing may take long. Completes when the source is closed or the
     * timeout passes.
     */
    CompletableFuture<Void> close() {
        return BoundedCall.start(
                        context.calls(),
                        () -> {
                            slot.close();
                            return true;
                        },
                        () -> {},
                        context.limits().closeTimeout(),
                        context)
                .handle((done, failure) -> {
                    if (failure instanceof BoundedCall.NotStartedException) {
                        slot.close(); // no other thread is available
                    }
                    return null;
                });
    }

    private void returned() {
        underWay.set(false);
        if (retired) {
            var unused = close();
        }
    }

    private TriggerReading sample(AtomicReference<Attempt> attempt, Instant from) {
        Object version;
        try {
            version = slot.version();
        } catch (RuntimeException e) {
            // counts as a changed version when the missing credentials are back
            lastVersion = new Object();
            throw e;
        }
        Object last = lastVersion;
        lastVersion = version;
        if (last != null && !last.equals(version)) {
            // the credentials have changed
            guard.reset();
        }
        if (!guard.permits()) {
            return circuitOpen();
        }
        if (!attempt.compareAndSet(Attempt.PREPARING, Attempt.PERMITTED)) {
            // the deadline passed, and no other code releases the permission
            guard.notTried();
            throw new CancellationException("the read has ended");
        }
        ScalerSource open = slot.open(version);
        MetricSpec metric = open.metric().ofTrigger(index);
        MetricSample sample = open.sample();
        return new TriggerReading.Observed(label, metric, sample, since(from));
    }

    private TriggerReading settled(
            boolean permitted, @Nullable TriggerReading reading, @Nullable Throwable failure, Instant from) {
        if (reading instanceof TriggerReading.Observed) {
            guard.succeeded();
            lastFailure = null;
            lastReadAt = reading.at();
            return reading;
        }
        if (reading != null) {
            return reading;
        }
        Throwable cause = failure == null ? new IllegalStateException("no reading") : failure;
        TriggerReading.Failed described = described(cause);
        TriggerReading.Failed failed =
                new TriggerReading.Failed(label, described.kind(), described.message(), described.at(), since(from));
        lastFailure = failed;
        if (failed.kind() == ScalerException.Kind.AUTHENTICATION) {
            slot.invalidate();
        }
        if (permitted && failed.kind() == ScalerException.Kind.NOT_SENT) {
            guard.notTried();
        } else if (permitted) {
            guard.failed(cause);
        }
        return failed;
    }

    private TriggerReading.Failed described(Throwable cause) {
        if (cause instanceof ScalerException scaler) {
            return failure(scaler.kind(), BoundedCall.text(scaler));
        }
        if (cause instanceof InvalidConfigurationException) {
            return failure(ScalerException.Kind.CONFIGURATION, BoundedCall.text(cause));
        }
        if (cause instanceof AuthenticationException) {
            return failure(ScalerException.Kind.AUTHENTICATION, BoundedCall.text(cause));
        }
        if (cause instanceof BoundedCall.NotStartedException) {
            return failure(ScalerException.Kind.NOT_SENT, BoundedCall.text(cause));
        }
        if (cause instanceof TimeoutException) {
            return failure(ScalerException.Kind.UNAVAILABLE, BoundedCall.text(cause));
        }
        // Only exceptions of the contract are guaranteed to contain no secret; for others, only the type is shown.
        LOG.debug("trigger {} failed with an exception that is not part of its contract", label, cause);
        return failure(ScalerException.Kind.UNAVAILABLE, cause.getClass().getName());
    }

    private TriggerReading.Failed circuitOpen() {
        TriggerReading.Failed last = lastFailure;
        return last == null
                ? failure(ScalerException.Kind.UNAVAILABLE, "not read: the circuit breaker is open after failures")
                : failure(
                        last.kind(),
                        "not read: the circuit breaker is open after failures; the last one was at " + last.at() + ": "
                                + last.message());
    }

    private Duration since(Instant from) {
        return Round.between(from, context.clock().instant());
    }

    private TriggerReading.Failed failure(ScalerException.Kind kind, String message) {
        return new TriggerReading.Failed(
                label, kind, slot.masked(message), context.clock().instant());
    }

    /** The progress of a read. */
    private enum Attempt {
        /** The credentials are being checked. */
        PREPARING,
        /** The circuit breaker permitted the read and waits for its result. */
        PERMITTED,
        /** The read is complete or its deadline has passed. */
        OVER
    }
}
