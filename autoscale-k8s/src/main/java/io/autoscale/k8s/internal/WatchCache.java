// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cache of open watches. A watch that was not used for 30 min is closed. Thread-safe.
 *
 * @param <K> the type of the key
 * @param <W> the type of the watch
 */
public final class WatchCache<K, W extends WatchCache.Watch> implements AutoCloseable {

    private static final Duration UNUSED = Duration.ofMinutes(30);

    private final Cache<K, W> open;
    private boolean closed;

    /** A cached watch. Closing it does not block. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Creates an empty cache.
     *
     * @param clock the clock to determine unused watches
     */
    public WatchCache(InstantSource clock) {
        Caffeine<Object, Object> settings = Caffeine.newBuilder()
                .expireAfterAccess(UNUSED)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run);
        this.open = settings.<K, W>removalListener((key, watch, cause) -> {
                    if (watch != null) {
                        watch.close();
                    }
                })
                .build();
    }

    /**
     * Returns the open watch of a key, or opens it.
     *
     * @param key the key
     * @param start opens a watch without waiting for its connection
     * @return the watch; empty if this cache is closed
     */
    public synchronized Optional<W> get(K key, Function<K, W> start) {
        return closed ? Optional.empty() : Optional.of(open.get(key, start));
    }

    /** Returns the open watches, which are not used by that. */
    public List<W> open() {
        return List.copyOf(open.asMap().values());
    }

    /**
     * Closes a watch if it is still in the cache.
     *
     * @param watch the watch
     */
    public synchronized void remove(W watch) {
        open.asMap().values().removeIf(watch::equals);
    }

    /** Closes every watch. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        clear();
    }

    /** Closes every watch. They are opened again when they are used. */
    public void clear() {
        List.copyOf(open.asMap().keySet()).forEach(open::invalidate);
    }
}
