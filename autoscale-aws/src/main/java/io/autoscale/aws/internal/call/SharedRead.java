// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One read for all who ask at about the same time: those who ask while it is under way wait for it, and those who ask
 * soon after get the same, a failure included. Safe from any thread.
 *
 * @param <V> what is read
 */
public final class SharedRead<V> {

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

        Flight(Instant startedAt) {
            this.startedAt = startedAt;
        }
    }

    /**
     * Starts without a read.
     *
     * @param clock the time
     * @param sharing how reads are shared
     */
    public SharedRead(InstantSource clock, Sharing sharing) {
        this.clock = clock;
        this.sharing = sharing;
    }

    /**
     * Reads, or shares what another reads.
     *
     * @param read the read
     * @return what was read
     * @throws ScalerException when the read failed, or another's took too long
     */
    public V get(Supplier<V> read) {
        return get(read, null);
    }

    /**
     * Reads, or shares what another reads, but never takes the same read twice.
     *
     * @param read the read
     * @param used when the read began that the caller took last, or later; null for none
     * @return what was read
     * @throws ScalerException when the read failed, or another's took too long
     */
    public V get(Supplier<V> read, @Nullable Instant used) {
        Flight<V> flight;
        boolean leads = false;
        synchronized (this) {
            Instant now = clock.instant();
            Flight<V> present = last;
            if (present == null || (present.result.isDone() && !(isFresh(present, now) && isNew(present, used)))) {
                present = new Flight<>(now);
                last = present;
                leads = true;
            }
            flight = present;
        }
        return leads ? lead(flight, read) : join(flight);
    }

    /** A clock that was set back says nothing of how old a read is. */
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
                // the leader ran out of time, not the read: the next one who asks leads anew
                forget(flight);
            }
            flight.result.completeExceptionally(e);
            throw e;
        }
    }

    private V join(Flight<V> flight) {
        try {
            return flight.result.get(sharing.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScalerException known) {
                // one exception for each who asks: the stack says where
                throw new ScalerException(known.kind(), String.valueOf(known.getMessage()), known.getCause());
            }
            throw new ScalerException(Kind.UNAVAILABLE, "a shared read failed", e.getCause());
        } catch (TimeoutException e) {
            forget(flight);
            throw new ScalerException(Kind.UNAVAILABLE, "a shared read took too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScalerException(Kind.UNAVAILABLE, "interrupted while waiting for a shared read", e);
        }
    }

    private synchronized void forget(Flight<V> flight) {
        if (last == flight) {
            last = null;
        }
    }
}
