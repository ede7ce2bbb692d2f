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
    private @Nullable TimeoutException late;
    private int arms;
    private boolean begun;
    private boolean refused;
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
        synchronized (this) {
            if (begun) {
                return;
            }
            refused = true;
        }
        comeBack();
        result.completeExceptionally(
                why instanceof Error ? why : new NotStartedException("the call was rejected: " + why));
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
            T value = isOver() ? null : call.call();
            comeBack();
            give(value);
        } catch (Exception e) {
            comeBack();
            TimeoutException expired = expiry();
            result.completeExceptionally(expired == null ? e : expired);
        } catch (Error e) {
            comeBack();
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
        return late != null || refused || returned || result.isDone();
    }

    private void comeBack() {
        synchronized (this) {
            if (returned) {
                return;
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
    }

    private synchronized @Nullable TimeoutException expiry() {
        return late;
    }

    /** Completes the result. If the deadline has passed, the result fails even if the expiry was not delivered yet. */
    private void give(@Nullable T value) {
        TimeoutException expired = expiry();
        if (expired == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(expired);
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
