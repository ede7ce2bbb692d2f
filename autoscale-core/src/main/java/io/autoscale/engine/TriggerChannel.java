// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.TriggerReading;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
 * One trigger of one registration: its source behind a guard and a deadline. At most one read is under way: a read that
 * never comes back costs one thread, not one a round. Credentials that have changed are in use by the next read, and
 * those that were refused are resolved again before it.
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

    /** What is read, as far as that is known without reading. */
    Optional<MetricSpec> metric() {
        return slot.metric();
    }

    /** What is known of the trigger. */
    TriggerHealth health() {
        TriggerReading.Failed failed = lastFailure;
        TriggerHealth.State state = guard.isOpen()
                ? TriggerHealth.State.CIRCUIT_OPEN
                : failed != null
                        ? TriggerHealth.State.FAILING
                        : lastReadAt == null ? TriggerHealth.State.UNREAD : TriggerHealth.State.READ;
        return new TriggerHealth(label, state, lastReadAt, failed);
    }

    /** Makes the source ahead of the first read, as far as that is possible now. */
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
                        slot.invalidate(); // no error of the configuration: the first round tries again
                    }
                    return null;
                },
                this::returned,
                timeout,
                context);
    }

    /** Reads the metric; never fails, since a failure is a reading too. */
    CompletableFuture<TriggerReading> read(Executor executor, Duration timeout) {
        if (!underWay.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(
                    failure(ScalerException.Kind.UNAVAILABLE, "the read before this one has not come back"));
        }
        AtomicReference<Attempt> attempt = new AtomicReference<>(Attempt.PREPARING);
        return BoundedCall.start(executor, () -> sample(attempt), this::returned, timeout, context)
                .handle((reading, failure) ->
                        settled(attempt.getAndSet(Attempt.OVER) == Attempt.PERMITTED, reading, failure));
    }

    /** Resolves credentials and makes sources by another maker from now on. */
    void remake(SourceMaker maker) {
        slot.remake(maker);
    }

    /** Closes as soon as no read is under way. */
    void retire() {
        retired = true;
        if (!underWay.get()) {
            var unused = close();
        }
    }

    /** Closes the source on a thread of its own, as that may take long; done when it is closed, or late. */
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
                        slot.close(); // no other thread is to be had
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

    private TriggerReading sample(AtomicReference<Attempt> attempt) {
        Object version;
        try {
            version = slot.version();
        } catch (RuntimeException e) {
            // what is missing now has changed when it is back
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
            // the deadline passed meanwhile, and nobody else gives the permission back
            guard.notTried();
            throw new CancellationException("the read is over");
        }
        ScalerSource open = slot.open(version);
        return new TriggerReading.Observed(label, open.metric().ofTrigger(index), open.sample());
    }

    private TriggerReading settled(boolean permitted, @Nullable TriggerReading reading, @Nullable Throwable failure) {
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
        TriggerReading.Failed failed = described(cause);
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
        // Only exceptions of the contract are certain to contain no secret; of any other, the type alone is shown.
        LOG.debug("trigger {} failed in a way that its contract does not know", label, cause);
        return failure(ScalerException.Kind.UNAVAILABLE, cause.getClass().getName());
    }

    private TriggerReading.Failed circuitOpen() {
        TriggerReading.Failed last = lastFailure;
        return last == null
                ? failure(ScalerException.Kind.UNAVAILABLE, "not read: the source is left alone after failures")
                : failure(
                        last.kind(),
                        "not read, the source is left alone after failures; the last was at " + last.at() + ": "
                                + last.message());
    }

    private TriggerReading.Failed failure(ScalerException.Kind kind, String message) {
        return new TriggerReading.Failed(
                label, kind, slot.masked(message), context.clock().instant());
    }

    /** How far a read is. */
    private enum Attempt {
        /** Credentials are being looked at. */
        PREPARING,
        /** The guard lets the read through, and is to hear of its end. */
        PERMITTED,
        /** The read has been settled, in time or by its deadline. */
        OVER
    }
}
