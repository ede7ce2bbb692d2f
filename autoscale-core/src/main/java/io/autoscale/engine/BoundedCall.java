// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.TaskScheduler.Scheduled;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call under a deadline. When the deadline passes, the result fails and the thread of the call is interrupted; the
 * call may still come back later, which is told apart.
 */
final class BoundedCall<T> implements Runnable {

    private final Callable<T> call;
    private final Runnable onReturn;
    private final Executor executor;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable Thread runner;
    private @Nullable TimeoutException late;

    private BoundedCall(Callable<T> call, Runnable onReturn, Executor executor) {
        this.call = call;
        this.onReturn = onReturn;
        this.executor = executor;
    }

    /**
     * Starts a call.
     *
     * @param onReturn run once when the call has really come back, in time or late, before the result is given out
     */
    static <T> CompletableFuture<T> start(
            Callable<T> call, Runnable onReturn, Duration timeout, Executor executor, TaskScheduler scheduler) {
        BoundedCall<T> bounded = new BoundedCall<>(call, onReturn, executor);
        try {
            Scheduled deadline = scheduler.schedule(timeout, () -> bounded.expire(timeout));
            var unused = bounded.result.whenComplete((value, failure) -> deadline.cancel());
            executor.execute(bounded);
        } catch (RejectedExecutionException | Error e) {
            // an error, such as that of a machine out of threads, travels in the result: the round must end
            onReturn.run();
            bounded.result.completeExceptionally(e);
        }
        return bounded.result;
    }

    @Override
    public void run() {
        synchronized (this) {
            runner = Thread.currentThread();
        }
        try {
            T value = isOver() ? null : call.call();
            returned();
            give(value);
        } catch (Exception e) {
            returned();
            TimeoutException expired = expiry();
            result.completeExceptionally(expired == null ? e : expired);
        } catch (Error e) {
            returned();
            result.completeExceptionally(e);
            throw e;
        }
    }

    private void returned() {
        synchronized (this) {
            runner = null;
            // an interrupt meant for this call must not hit the next one on this thread
            if (isOver()) {
                Thread.interrupted();
            }
        }
        onReturn.run();
    }

    private synchronized @Nullable TimeoutException expiry() {
        return late;
    }

    private synchronized boolean isOver() {
        return late != null || result.isDone();
    }

    /** The deadline is the deadline, also where its news has not come through yet. */
    private void give(@Nullable T value) {
        TimeoutException expired = expiry();
        if (expired == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(expired);
        }
    }

    private void expire(Duration timeout) {
        TimeoutException expired = new TimeoutException("no answer within " + timeout.toMillis() + " ms");
        synchronized (this) {
            if (result.isDone()) {
                return;
            }
            late = expired;
            if (runner != null) {
                runner.interrupt();
            }
        }
        try {
            // what waits for the result may be slow, a listener say, and this thread serves all deadlines
            executor.execute(() -> result.completeExceptionally(expired));
        } catch (RejectedExecutionException | Error e) {
            result.completeExceptionally(expired);
        }
    }
}
