// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.source.ScalerException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One read for all callers at about the same time. Callers wait for a read that is in progress, and share a read that
 * ended a short time ago, even if it failed. Safe from any thread.
 */
public final class SharedRead<V> {

    /** Callers that lead one after another when each was interrupted. */
    private static final int MOST_LEADERS = 5;

    private final String what;
    private final InstantSource clock;
    private final Duration freshness;
    private final Duration timeout;
    private @Nullable Flight<V> last;

    private record Flight<V>(Instant startedAt, CompletableFuture<V> result, AtomicBoolean isAbandoned) {}

    /** Gives a read to others for {@code freshness} after its start; they wait for it no longer than the timeout. */
    public SharedRead(String what, InstantSource clock, Duration freshness, Duration timeout) {
        this.what = what;
        this.clock = clock;
        this.freshness = freshness;
        this.timeout = timeout;
    }

    /**
     * Reads, or shares another's read that began after {@code used}, or any if that is null, so that no caller takes the
     * same read twice. Throws a {@code ScalerException} if the read fails or another's takes too long.
     */
    public V get(Supplier<V> read, @Nullable Instant used) {
        for (int leaders = 1; ; leaders++) {
            Flight<V> flight;
            boolean leads = false;
            synchronized (this) {
                Instant now = clock.instant();
                flight = last;
                if (flight == null || (flight.result.isDone() && !serves(flight, now, used))) {
                    flight = new Flight<>(now, new CompletableFuture<>(), new AtomicBoolean());
                    last = flight;
                    leads = true;
                }
            }
            if (leads) {
                return lead(flight, read);
            }
            try {
                return Waiting.on(flight.result, timeout, what);
            } catch (ScalerException e) {
                if (!flight.result.isDone() && !Thread.currentThread().isInterrupted()) {
                    forget(flight);
                }
                if (!flight.isAbandoned.get() || leaders == MOST_LEADERS) {
                    throw e;
                }
            }
        }
    }

    private boolean serves(Flight<V> ended, Instant now, @Nullable Instant used) {
        boolean isNew = used == null || ended.startedAt.isAfter(used);
        // from the future if the clock was set back
        boolean isFuture = now.isBefore(ended.startedAt);
        return isNew && !isFuture && now.isBefore(ended.startedAt.plus(freshness));
    }

    private V lead(Flight<V> flight, Supplier<V> read) {
        try {
            V value = read.get();
            flight.result.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                // the leader ran out of time, not the read: the next caller leads
                flight.isAbandoned.set(true);
                forget(flight);
            }
            flight.result.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void forget(Flight<V> flight) {
        if (flight.equals(last)) {
            last = null;
        }
    }
}
