// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
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
final class GrowingPool extends AbstractExecutorService {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final int size;
    private final long idleNanos;
    private final ThreadFactory factory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Set<Worker> workers = new HashSet<>();
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
                last.give(task);
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
        worker.thread = thread;
        workers.add(worker);
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

    @Override
    public void shutdown() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(worker -> worker.given.signal());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        lock.lock();
        try {
            shutdown();
            List<Runnable> left = new ArrayList<>(queue);
            queue.clear();
            workers.forEach(Worker::interrupt);
            return left;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isShutdown() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isTerminated() {
        lock.lock();
        try {
            return closed && workers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
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
        private @Nullable Thread thread;

        Worker(Runnable first) {
            this.task = first;
        }

        /** Call with the lock held. */
        void give(Runnable next) {
            task = next;
            given.signal();
        }

        /** Call with the lock held. */
        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
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
