// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Things that are shared by key, made for their first user and closed with their last. Safe from any thread. */
public final class LeasePool<K, T extends LeasePool.Closeable> implements AutoCloseable {

    private final String what;
    private final Map<K, Shared<T>> byKey = new HashMap<>();
    private boolean closed;

    /** Something that is closed once, without a checked exception. */
    public interface Closeable extends AutoCloseable {
        @Override
        void close();

        /** Runs the action at the first closing; a second one has no effect. */
        static Closeable once(Runnable action) {
            AtomicBoolean open = new AtomicBoolean(true);
            return () -> {
                if (open.compareAndSet(true, false)) {
                    action.run();
                }
            };
        }
    }

    /** A thing in use, open until the lease is closed, which gives it back; a second closing has no effect. */
    public record Lease<T>(T get, Closeable release) implements Closeable {
        @Override
        public void close() {
            release.close();
        }
    }

    private record Shared<T>(T thing, AtomicInteger users) {}

    public LeasePool(String what) {
        this.what = what;
    }

    /** Borrows the thing of a key. Its maker must not block, but may borrow from this pool itself. */
    public synchronized Lease<T> lease(K key, Supplier<? extends T> maker) {
        if (closed) {
            throw new IllegalStateException(what + " are closed");
        }
        // not computeIfAbsent: makers borrow from this pool too
        Shared<T> known = byKey.get(key);
        Shared<T> used = known == null ? new Shared<>(maker.get(), new AtomicInteger()) : known;
        byKey.put(key, used);
        used.users.incrementAndGet();
        return new Lease<>(used.thing, Closeable.once(() -> release(key, used)));
    }

    public synchronized List<T> inUse() {
        return byKey.values().stream().map(shared -> shared.thing).toList();
    }

    /** Closes all things, those in use too. Without effect when closed already. */
    @Override
    public void close() {
        List<Shared<T>> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(byKey.values());
            byKey.clear();
        }
        all.forEach(shared -> shared.thing.close());
    }

    private void release(K key, Shared<T> shared) {
        synchronized (this) {
            if (shared.users.decrementAndGet() > 0 || !byKey.remove(key, shared)) {
                return;
            }
        }
        shared.thing.close();
    }
}
