// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.Deadlines.Deadline;
import io.autoscale.validation.ShownText;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one call into user code with a deadline. The deadline starts when a thread begins the call. Waiting for a thread
 * is limited to the same time. When the deadline passes, the result fails and the thread of the call is interrupted;
 * the call may still return later. Exceptions of the executor, the scheduler or the call complete the result
 * exceptionally.
 */
final class BoundedCall<T> implements Runnable {

    private static final int LONGEST_TEXT = 4_000;

    private final Callable<T> call;
    private final Runnable onReturn;
    private final Duration timeout;
    private final EngineContext context;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable Deadline deadline;
    private @Nullable Thread runner;
    private volatile @Nullable TimeoutException late;
    private int arms;
    private boolean begun;
    private boolean returned;

    private BoundedCall(Callable<T> call, Runnable onReturn, Duration timeout, EngineContext context) {
        this.call = call;
        this.onReturn = onReturn;
        this.timeout = timeout;
        this.context = context;
    }

    /**
     * Starts a call.
     *
     * @param executor runs the call
     * @param onReturn runs once when the call has returned, in time or late, before the result completes
     */
    static <T> CompletableFuture<T> start(
            Executor executor, Callable<T> call, Runnable onReturn, Duration timeout, EngineContext context) {
        BoundedCall<T> bounded = new BoundedCall<>(call, onReturn, timeout, context);
        try {
            bounded.arm();
            executor.execute(bounded);
        } catch (RuntimeException | Error e) {
            bounded.refused(e);
        }
        return bounded.result;
    }

    /** Handles a rejection by the scheduler or the executor. Ignored if a thread has already begun the call. */
    private void refused(Throwable why) {
        if (comeBack(true)) {
            result.completeExceptionally(
                    why instanceof Error ? why : new NotStartedException("the call was rejected: " + why));
        }
    }

    @Override
    public void run() {
        try {
            takeUp();
        } catch (RuntimeException e) {
            refused(e);
        } catch (Error e) {
            refused(e);
            throw e;
        }
        try {
            finish(isOver() ? null : call.call(), null);
        } catch (Exception e) {
            finish(null, e);
        } catch (Error e) {
            comeBack(false);
            result.completeExceptionally(e);
            throw e;
        }
    }

    /** Restarts the deadline, because the call begins now. */
    private synchronized void takeUp() {
        if (!isOver()) {
            arm();
            begun = true;
            runner = Thread.currentThread();
        }
    }

    private synchronized boolean isOver() {
        return late != null || returned;
    }

    /** Ends the call, once. A refusal ends it only if no thread has begun it. Returns whether this ended it. */
    private boolean comeBack(boolean refused) {
        synchronized (this) {
            if (returned || (refused && begun)) {
                return false;
            }
            returned = true;
            disarm();
            // an interrupt meant for this call must not affect the next task of this thread
            if (runner == Thread.currentThread()) {
                Thread.interrupted();
            }
            runner = null;
        }
        onReturn.run();
        return true;
    }

    /** Completes the result. If the deadline has passed, the result fails even if the expiry was not delivered yet. */
    private void finish(@Nullable T value, @Nullable Exception failure) {
        comeBack(false);
        TimeoutException expired = late;
        if (expired != null) {
            result.completeExceptionally(expired);
        } else if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value);
        }
    }

    private synchronized void arm() {
        disarm();
        int current = arms;
        deadline = context.deadlines().in(timeout, () -> expire(current));
    }

    private synchronized void disarm() {
        arms++;
        if (deadline != null) {
            context.deadlines().cancel(deadline);
            deadline = null;
        }
    }

    private void expire(int armed) {
        TimeoutException expired;
        synchronized (this) {
            if (armed != arms) {
                return;
            }
            expired = begun
                    ? new TimeoutException("timed out after " + timeout.toMillis() + " ms")
                    : new NotStartedException("not started: no free thread within " + timeout.toMillis() + " ms");
            late = expired;
            if (runner != null) {
                runner.interrupt();
            }
        }
        // dependents of the result, such as listeners, may be slow, and this thread serves all deadlines
        context.elsewhere(() -> result.completeExceptionally(expired));
    }

    /** Waits until the future completes, at most for the given time; returns whether it is done. */
    static boolean await(CompletableFuture<?> underWay, Duration bound) {
        try {
            underWay.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // the operation continues
        }
        return underWay.isDone();
    }

    /** Returns the message of a failure in one line. */
    static String text(Throwable failure) {
        String message = failure.getMessage();
        String line = (message == null ? failure.getClass().getName() : message).replaceAll("\\s*\\R\\s*", " ");
        return ShownText.of(line, LONGEST_TEXT);
    }

    /** Thrown if the call was never begun. It is therefore not a failure of the called code. */
    static final class NotStartedException extends TimeoutException {

        private static final long serialVersionUID = 1L;

        NotStartedException(String message) {
            super(message);
        }
    }
}
