// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs the writes of plans in parallel. Each plan submits at most as many writes at a time as there are threads. A
 * small plan therefore waits for a few writes of a large plan and not for all of them.
 */
final class ParallelWrites implements AutoCloseable {

    private final int parallelism;
    private final ThreadPoolExecutor threads;

    ParallelWrites(int parallelism) {
        this.parallelism = parallelism;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                parallelism, parallelism, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "autoscale-jobs-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Writes in batches of 1, 2, 4, …, as the Kubernetes job controller does, so that few requests are wasted if a
     * quota rejects them. Stops after the first batch with a hopeless write, or when interrupted.
     *
     * @return one outcome for each write that was started
     */
    <T> List<JobOutcome> slowStart(List<T> items, Function<T, WriteResult> write, Function<T, String> name) {
        Run<T> run = new Run<>(write, name, Status.CREATE_UNKNOWN);
        int next = 0;
        for (int size = 1; next < items.size() && run.mayExecute(); size *= 2) {
            int end = (int) Math.min(items.size(), (long) next + size);
            run.batch(items.subList(next, end));
            next = end;
        }
        return run.outcomes;
    }

    /** Runs all writes, even if some fail. */
    <T> List<JobOutcome> all(List<T> items, Function<T, WriteResult> write, Function<T, String> name) {
        Run<T> run = new Run<>(write, name, Status.DELETE_FAILED);
        if (!items.isEmpty()) {
            run.batch(items);
        }
        return run.outcomes;
    }

    /** Ends the threads. Callers that wait for a write continue without it. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> future) {
                future.cancel(false);
            }
        }
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The writes of one plan. */
    private final class Run<T> {

        private final Function<T, WriteResult> write;
        private final Function<T, String> name;
        private final Status lost;
        private final Semaphore window = new Semaphore(parallelism);
        private final AtomicBoolean hopeless = new AtomicBoolean();
        private final List<JobOutcome> outcomes = new ArrayList<>();

        Run(Function<T, WriteResult> write, Function<T, String> name, Status lost) {
            this.write = write;
            this.name = name;
            this.lost = lost;
        }

        boolean mayExecute() {
            return !hopeless.get() && !Thread.currentThread().isInterrupted();
        }

        void batch(List<T> items) {
            List<Task> tasks = new ArrayList<>(items.size());
            try {
                for (T item : items) {
                    window.acquire();
                    if (hopeless.get()) {
                        break;
                    }
                    tasks.add(new Task(item));
                }
            } catch (InterruptedException e) {
                stop(tasks);
            } catch (RejectedExecutionException e) {
                hopeless.set(true); // closed
            }
            for (Task task : tasks) {
                collect(task, tasks);
            }
        }

        private void collect(Task task, List<Task> tasks) {
            try {
                outcomes.add(task.future.get().outcome());
            } catch (InterruptedException e) {
                stop(tasks);
                task.addLoss("interrupted");
            } catch (CancellationException e) {
                task.addLoss("interrupted");
            } catch (ExecutionException e) {
                hopeless.set(true);
                Throwable cause = e.getCause() == null ? e : e.getCause();
                task.addLoss(cause.getClass().getName());
            }
        }

        private void stop(List<Task> tasks) {
            hopeless.set(true);
            tasks.forEach(task -> task.future.cancel(true));
            Thread.currentThread().interrupt();
        }

        private final class Task {

            private final T item;
            private final AtomicBoolean begun = new AtomicBoolean();
            private final Future<WriteResult> future;

            Task(T item) {
                this.item = item;
                this.future = threads.submit(this::run);
            }

            private WriteResult run() {
                begun.set(true);
                try {
                    WriteResult result = write.apply(item);
                    if (result.hopeless()) {
                        hopeless.set(true);
                    }
                    return result;
                } finally {
                    window.release();
                }
            }

            void addLoss(String why) {
                if (begun.get()) {
                    outcomes.add(JobOutcome.of(name.apply(item), lost, why));
                }
            }
        }
    }
}
