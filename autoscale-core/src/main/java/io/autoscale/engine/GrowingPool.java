// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A thread pool that starts a thread if none is idle, up to a maximum, and then queues tasks. The most recently idle
 * thread gets the next task, so that few threads run under low load and the others end. The JDK's pools queue before
 * they grow or reject tasks beyond the maximum, and use idle threads in turn.
 */
final class GrowingPool implements Executor {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final int size;
    private final long idleNanos;
    private final ThreadFactory factory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<Worker, Thread> workers = new HashMap<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean closed;

    GrowingPool(int size, ThreadFactory factory) {
        this(size, IDLE, factory);
    }

    GrowingPool(int size, Duration idle, ThreadFactory factory) {
        this.size = size;
        this.idleNanos = idle.toNanos();
        this.factory = factory;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the pool is closed");
            }
            Worker last = idle.pollLast();
            if (last != null) {
                last.task = task;
                last.given.signal();
            } else if (workers.size() < size) {
                start(task);
            } else {
                queue.add(task);
            }
        } finally {
            lock.unlock();
        }
    }

    private void start(Runnable task) {
        Worker worker = new Worker(task);
        Thread thread = factory.newThread(worker);
        workers.put(worker, thread);
        try {
            thread.start();
        } catch (Error e) {
            workers.remove(worker); // no thread could be started
            throw e;
        }
    }

    int threads() {
        lock.lock();
        try {
            return workers.size();
        } finally {
            lock.unlock();
        }
    }

    int idleThreads() {
        lock.lock();
        try {
            return idle.size();
        } finally {
            lock.unlock();
        }
    }

    /** Accepts no more tasks; accepted tasks complete. */
    void shutdown() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(worker -> worker.given.signal());
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts running tasks and discards queued ones. */
    void shutdownNow() {
        lock.lock();
        try {
            shutdown();
            queue.clear();
            workers.values().forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    /** Waits after a shutdown until all threads have ended; returns whether they have. */
    boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lock();
        try {
            while (!closed || !workers.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private final class Worker implements Runnable {
        private final Condition given = lock.newCondition();
        private @Nullable Runnable task;

        Worker(Runnable first) {
            this.task = first;
        }

        @Override
        public void run() {
            for (Runnable next = task; next != null; next = next()) {
                try {
                    next.run();
                } catch (RuntimeException | Error e) {
                    // the thread continues after a task that throws
                    Thread self = Thread.currentThread();
                    self.getUncaughtExceptionHandler().uncaughtException(self, e);
                }
            }
        }

        /** Returns the next task, or null if this worker must end. */
        private @Nullable Runnable next() {
            lock.lock();
            try {
                if (!closed) {
                    Thread.interrupted(); // the interrupt was meant for the previous task
                }
                task = queue.poll();
                if (task == null && !closed) {
                    awaitTask();
                }
                if (task == null) {
                    workers.remove(this);
                    ended.signalAll();
                }
                return task;
            } finally {
                lock.unlock();
            }
        }

        private void awaitTask() {
            idle.addLast(this);
            long left = idleNanos;
            try {
                while (task == null && !closed && left > 0) {
                    left = given.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                // only a close interrupts an idle thread
            }
            if (task == null) {
                idle.remove(this);
            }
        }
    }
}
