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
 * Open watches by what they watch. A watch that was not used for 30 minutes is closed. Safe from any thread.
 *
 * @param <K> what is watched
 * @param <W> the watch
 */
public final class WatchCache<K, W extends WatchCache.Watch> implements AutoCloseable {

    private static final Duration UNUSED = Duration.ofMinutes(30);

    private final Cache<K, W> open;
    private boolean closed;

    /** What is kept; closing it does not wait. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * An empty cache.
     *
     * @param clock the time by which a watch is unused
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
     * The open watch of a key.
     *
     * @param key what is watched
     * @param start opens a watch, without waiting for it to connect
     * @return the watch; empty when this cache is closed
     */
    public synchronized Optional<W> get(K key, Function<K, W> start) {
        return closed ? Optional.empty() : Optional.of(open.get(key, start));
    }

    /**
     * Closes a watch, if it is still here.
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
        List.copyOf(open.asMap().keySet()).forEach(open::invalidate);
    }
}
