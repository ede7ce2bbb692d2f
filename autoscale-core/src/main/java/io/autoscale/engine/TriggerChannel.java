// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.engine.RoundTracing.Phase;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.TriggerReading;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
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

    TriggerChannel(
            ReadingTarget target,
            int index,
            ScalerSourceFactory factory,
            AuthProvider provider,
            EngineContext context) {
        this.label = target.triggers().get(index).label(index);
        this.index = index;
        this.slot = new SourceSlot(target, index, factory, provider, context.clock());
        this.context = context;
        WorkloadRef workload = target.ref();
        this.guard = new SourceGuard(
                label,
                context.limits().guardPolicy(),
                new SteadyClock(context.clock()),
                state -> context.publish(new AutoscalerEvent.SourceGuardChanged(
                        workload, label, context.clock().instant(), state)));
    }

    int index() {
        return index;
    }

    String label() {
        return label;
    }

    Optional<MetricSpec> metric() {
        return slot.metric();
    }

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
                    failure(ScalerException.Kind.UNAVAILABLE, "the previous read has not returned", Duration.ZERO));
        }
        return BoundedCall.start(executor, reading, this::returned, timeout, context)
                .handle((read, failure) ->
                        settled(attempt.getAndSet(Attempt.OVER) == Attempt.PERMITTED, read, failure, from));
    }

    /** Whether a channel of another specification would read the same. */
    boolean hasSameInputs(ReadingTarget other) {
        return slot.hasSameInputs(other);
    }

    /** Resolves credentials and variables from this specification from now on. */
    void update(ReadingTarget changed) {
        slot.update(changed);
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
                        Executors.callable(slot::close),
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
        TriggerReading.Failed failed = described(cause, since(from));
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

    private TriggerReading.Failed described(Throwable cause, Duration latency) {
        ScalerException.Kind kind = ScalerException.Kind.UNAVAILABLE;
        if (cause instanceof ScalerException scaler) {
            kind = scaler.kind();
        } else if (cause instanceof InvalidConfigurationException) {
            kind = ScalerException.Kind.CONFIGURATION;
        } else if (cause instanceof AuthenticationException) {
            kind = ScalerException.Kind.AUTHENTICATION;
        } else if (cause instanceof BoundedCall.NotStartedException) {
            kind = ScalerException.Kind.NOT_SENT;
        } else if (!(cause instanceof TimeoutException)) {
            // Only exceptions of the contract are guaranteed to contain no secret; for others, only the type is shown.
            LOG.debug("trigger {} failed with an exception that is not part of its contract", label, cause);
            return failure(kind, cause.getClass().getName(), latency);
        }
        return failure(kind, BoundedCall.text(cause), latency);
    }

    private TriggerReading.Failed circuitOpen() {
        TriggerReading.Failed last = lastFailure;
        String message = "not read: the circuit breaker is open after failures";
        return last == null
                ? failure(ScalerException.Kind.UNAVAILABLE, message, Duration.ZERO)
                : failure(
                        last.kind(),
                        message + "; the last one was at " + last.at() + ": " + last.message(),
                        Duration.ZERO);
    }

    private Duration since(Instant from) {
        return RoundScope.between(from, context.clock().instant());
    }

    private TriggerReading.Failed failure(ScalerException.Kind kind, String message, Duration latency) {
        return new TriggerReading.Failed(
                label, kind, slot.masked(message), context.clock().instant(), latency);
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
