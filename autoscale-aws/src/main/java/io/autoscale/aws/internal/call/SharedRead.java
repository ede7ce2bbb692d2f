// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.source.ScalerException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
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
    private final Sharing sharing;
    private @Nullable Flight<V> last;

    /**
     * How reads are shared.
     *
     * @param freshness how long after its start a read is given to others: zero or more
     * @param timeout how long one waits for another's read: above zero
     */
    public record Sharing(Duration freshness, Duration timeout) {}

    private static final class Flight<V> {
        private final Instant startedAt;
        private final CompletableFuture<V> result = new CompletableFuture<>();
        private volatile boolean isAbandoned;

        Flight(Instant startedAt) {
            this.startedAt = startedAt;
        }
    }

    /**
     * Starts without a read.
     *
     * @param what what is read, for messages
     */
    public SharedRead(String what, InstantSource clock, Sharing sharing) {
        this.what = what;
        this.clock = clock;
        this.sharing = sharing;
    }

    /**
     * Reads, or shares what another reads, but never takes the same read twice.
     *
     * @param used when the read began that the caller took last, or later; null for none
     * @throws ScalerException when the read failed, or another's took too long
     */
    public V get(Supplier<V> read, @Nullable Instant used) {
        for (int leaders = 1; ; leaders++) {
            Flight<V> flight;
            boolean leads = false;
            synchronized (this) {
                Instant now = clock.instant();
                flight = last;
                if (flight == null || (flight.result.isDone() && !(isFresh(flight, now) && isNew(flight, used)))) {
                    flight = new Flight<>(now);
                    last = flight;
                    leads = true;
                }
            }
            if (leads) {
                return lead(flight, read);
            }
            try {
                return Waiting.on(flight.result, sharing.timeout(), what);
            } catch (ScalerException e) {
                if (!flight.result.isDone() && !Thread.currentThread().isInterrupted()) {
                    forget(flight);
                }
                if (!flight.isAbandoned || leaders == MOST_LEADERS) {
                    throw e;
                }
            }
        }
    }

    /** A read from the future is not fresh: the clock was set back. */
    private boolean isFresh(Flight<V> flight, Instant now) {
        return !now.isBefore(flight.startedAt) && now.isBefore(flight.startedAt.plus(sharing.freshness()));
    }

    private boolean isNew(Flight<V> flight, @Nullable Instant used) {
        return used == null || flight.startedAt.isAfter(used);
    }

    private V lead(Flight<V> flight, Supplier<V> read) {
        try {
            V value = read.get();
            flight.result.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                // the leader ran out of time, not the read: the next caller leads
                flight.isAbandoned = true;
                forget(flight);
            }
            flight.result.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void forget(Flight<V> flight) {
        if (last == flight) {
            last = null;
        }
    }
}
