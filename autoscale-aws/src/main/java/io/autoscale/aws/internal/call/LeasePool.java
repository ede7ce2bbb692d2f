// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
    }

    /** A thing in use. Closing the lease gives it back; a second closing has no effect. */
    public interface Lease<T> extends Closeable {

        /** The thing, open until this lease is closed. */
        T get();
    }

    private static final class Shared<T> {
        private final T thing;
        private int users;

        Shared(T thing) {
            this.thing = thing;
        }
    }

    private record OneLease<T>(T get, AtomicBoolean open, Runnable release) implements Lease<T> {
        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                release.run();
            }
        }
    }

    /**
     * Starts empty.
     *
     * @param what what is shared, for messages
     */
    public LeasePool(String what) {
        this.what = what;
    }

    /**
     * Borrows the thing of a key.
     *
     * @param maker makes the thing where there is none; must not block, but may borrow from this pool itself
     * @throws IllegalStateException when the pool is closed
     */
    public synchronized Lease<T> lease(K key, Supplier<? extends T> maker) {
        if (closed) {
            throw new IllegalStateException(what + " are closed");
        }
        Shared<T> shared = byKey.get(key);
        if (shared == null) {
            shared = new Shared<>(maker.get());
            byKey.put(key, shared);
        }
        shared.users++;
        Shared<T> used = shared;
        return new OneLease<>(used.thing, new AtomicBoolean(true), () -> release(key, used));
    }

    /** The things in use. */
    public synchronized List<T> inUse() {
        return byKey.values().stream().map(shared -> shared.thing).toList();
    }

    public synchronized int size() {
        return byKey.size();
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
            shared.users--;
            if (shared.users > 0 || !byKey.remove(key, shared)) {
                return;
            }
        }
        shared.thing.close();
    }
}
