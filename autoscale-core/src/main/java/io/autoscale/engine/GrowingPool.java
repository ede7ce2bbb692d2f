// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pool that starts a thread where none is idle, up to a bound, and queues tasks beyond it. The JDK's own pool either
 * queues before it grows or refuses beyond the bound.
 */
final class GrowingPool extends ThreadPoolExecutor {

    private static final long IDLE_SECONDS = 30;

    private final AtomicInteger unfinished = new AtomicInteger();

    GrowingPool(int size, ThreadFactory threads) {
        super(1, size, IDLE_SECONDS, TimeUnit.SECONDS, new GrowFirst(), threads);
        ((GrowFirst) getQueue()).pool = this;
        allowCoreThreadTimeOut(true);
        setRejectedExecutionHandler((task, pool) -> {
            // another task took the last thread meanwhile
            if (pool.isShutdown() || !((GrowFirst) getQueue()).add(task)) {
                throw new RejectedExecutionException("the pool is closed");
            }
        });
    }

    @Override
    public void execute(Runnable task) {
        unfinished.incrementAndGet();
        try {
            super.execute(task);
        } catch (RejectedExecutionException e) {
            unfinished.decrementAndGet();
            throw e;
        }
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        unfinished.decrementAndGet();
    }

    /** Refuses a task, so that the pool grows, where every thread has work and more threads are allowed. */
    private static final class GrowFirst extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;
        private transient @Nullable GrowingPool pool;

        @Override
        public boolean offer(Runnable task) {
            GrowingPool owner = Objects.requireNonNull(pool, "pool");
            int threads = owner.getPoolSize();
            boolean grows = owner.unfinished.get() > threads && threads < owner.getMaximumPoolSize();
            return !grows && super.offer(task);
        }

        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }
    }
}
