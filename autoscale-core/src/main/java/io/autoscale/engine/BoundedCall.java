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
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable Thread runner;

    private BoundedCall(Callable<T> call, Runnable onReturn) {
        this.call = call;
        this.onReturn = onReturn;
    }

    /**
     * Starts a call.
     *
     * @param onReturn run once when the call has really come back, in time or late, before the result is given out
     */
    static <T> CompletableFuture<T> start(
            Callable<T> call, Runnable onReturn, Duration timeout, Executor executor, TaskScheduler scheduler) {
        BoundedCall<T> bounded = new BoundedCall<>(call, onReturn);
        try {
            Scheduled deadline = scheduler.schedule(timeout, () -> bounded.expire(timeout));
            var unused = bounded.result.whenComplete((value, failure) -> deadline.cancel());
            executor.execute(bounded);
        } catch (RejectedExecutionException e) {
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
            T value = result.isDone() ? null : call.call();
            returned();
            result.complete(value);
        } catch (Exception e) {
            returned();
            result.completeExceptionally(e);
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
            if (result.isDone()) {
                Thread.interrupted();
            }
        }
        onReturn.run();
    }

    private void expire(Duration timeout) {
        if (result.completeExceptionally(new TimeoutException("no answer within " + timeout.toMillis() + " ms"))) {
            synchronized (this) {
                if (runner != null) {
                    runner.interrupt();
                }
            }
        }
    }
}
