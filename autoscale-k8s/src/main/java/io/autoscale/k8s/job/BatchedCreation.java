// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.executor.JobOutcome;
import io.autoscale.executor.JobOutcome.Status;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs creates side by side, a few at first and twice as many after each batch that went well, as Kubernetes' own job
 * controller does: where a quota refuses, few requests are wasted.
 */
final class BatchedCreation implements AutoCloseable {

    private final int parallelism;
    private final ThreadPoolExecutor threads;

    BatchedCreation(int parallelism) {
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

    /** Creates the jobs in order; stops after a batch in which one was refused for good, or when interrupted. */
    List<JobOutcome> run(List<Job> jobs, Function<Job, JobCreation.Result> create) {
        List<JobOutcome> outcomes = new ArrayList<>(jobs.size());
        int size = 1;
        int next = 0;
        while (next < jobs.size() && !Thread.currentThread().isInterrupted()) {
            List<Job> batch = jobs.subList(next, Math.min(jobs.size(), next + size));
            if (runBatch(batch, create, outcomes)) {
                break;
            }
            next += batch.size();
            size = size * 2;
        }
        return outcomes;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int parallelism() {
        return parallelism;
    }

    private boolean runBatch(List<Job> batch, Function<Job, JobCreation.Result> create, List<JobOutcome> outcomes) {
        List<Future<JobCreation.Result>> running = new ArrayList<>(batch.size());
        for (Job job : batch) {
            running.add(threads.submit(() -> create.apply(job)));
        }
        boolean hopeless = false;
        for (int i = 0; i < running.size(); i++) {
            String name = batch.get(i).getMetadata().getName();
            try {
                JobCreation.Result result = running.get(i).get();
                outcomes.add(result.outcome());
                hopeless |= result.hopeless();
            } catch (InterruptedException e) {
                running.forEach(future -> future.cancel(true));
                outcomes.add(JobOutcome.of(name, Status.CREATE_UNKNOWN, "interrupted"));
                Thread.currentThread().interrupt();
                hopeless = true;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                outcomes.add(JobOutcome.of(
                        name, Status.CREATE_UNKNOWN, cause.getClass().getName()));
                hopeless = true;
            } catch (java.util.concurrent.CancellationException e) {
                outcomes.add(JobOutcome.of(name, Status.CREATE_UNKNOWN, "interrupted"));
                hopeless = true;
            }
        }
        return hopeless;
    }
}
