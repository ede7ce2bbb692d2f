// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.TaskScheduler.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call into user code under a deadline. The deadline counts from the moment that a thread begins the call; to wait
 * for a thread, it has the same time once more. When the deadline passes, the result fails and the thread of the call
 * is interrupted; the call may still return later. Whatever the executor, the scheduler or the
 * call throws ends in the result.
 */
final class BoundedCall<T> implements Runnable {

    private final Callable<T> call;
    private final Runnable onReturn;
    private final Duration timeout;
    private final EngineContext context;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable Scheduled deadline;
    private @Nullable Instant begunAt;
    private @Nullable Thread runner;
    private @Nullable TimeoutException late;
    private boolean returned;

    private BoundedCall(Callable<T> call, Runnable onReturn, Duration timeout, EngineContext context) {
        this.call = call;
        this.onReturn = onReturn;
        this.timeout = timeout;
        this.context = context;
    }

    /**
     * Starts a call on another thread.
     *
     * @param onReturn run once when the call has really come back, in time or late, before the result is given out
     */
    static <T> CompletableFuture<T> start(
            Callable<T> call, Runnable onReturn, Duration timeout, EngineContext context) {
        BoundedCall<T> bounded = new BoundedCall<>(call, onReturn, timeout, context);
        bounded.begin(() -> context.calls().execute(bounded));
        return bounded.result;
    }

    /**
     * Makes a call on this thread, which is not free before the call has come back.
     *
     * @param onReturn as in {@link #start}
     * @param whenDone run with the result, at the latest when the deadline has passed, on another thread then
     * @throws Error that the call has ended with, after it was handed on
     */
    static <T> void here(
            Callable<T> call,
            Runnable onReturn,
            Duration timeout,
            EngineContext context,
            BiConsumer<@Nullable T, @Nullable Throwable> whenDone) {
        BoundedCall<T> bounded = new BoundedCall<>(call, onReturn, timeout, context);
        var unused = bounded.result.whenComplete(whenDone);
        bounded.begin(bounded);
        Throwable failure = bounded.result.handle((value, thrown) -> thrown).getNow(null);
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void begin(Runnable start) {
        try {
            arm(timeout);
            var unused = result.whenComplete((value, failure) -> disarm());
            start.run();
        } catch (RuntimeException | Error e) {
            // refused by the scheduler or the executor, unless a thread has begun the call all the same
            if (begun() && e instanceof RuntimeException) {
                return;
            }
            comeBack();
            result.completeExceptionally(
                    e instanceof Error || begun() ? e : new NotStartedException("no thread took the call: " + e));
        }
    }

    @Override
    public void run() {
        synchronized (this) {
            runner = Thread.currentThread();
            begunAt = context.clock().instant();
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

    private void comeBack() {
        synchronized (this) {
            if (returned) {
                return;
            }
            returned = true;
            // an interrupt meant for this call must not hit the next one on this thread
            if (isOver() && runner == Thread.currentThread()) {
                Thread.interrupted();
            }
            runner = null;
        }
        onReturn.run();
    }

    private synchronized boolean begun() {
        return begunAt != null;
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

    private void arm(Duration delay) {
        Scheduled armed = context.scheduler().schedule(delay, this::ring);
        synchronized (this) {
            deadline = armed;
        }
        if (result.isDone()) {
            armed.cancel();
        }
    }

    private void disarm() {
        Scheduled armed;
        synchronized (this) {
            armed = deadline;
        }
        if (armed != null) {
            armed.cancel();
        }
    }

    /** One timer serves both: a call that was taken up late has what is left of its own time. */
    private void ring() {
        Duration left = left();
        if (left.isZero() || left.isNegative()) {
            expire();
            return;
        }
        try {
            arm(left);
        } catch (RuntimeException e) {
            expire();
        }
    }

    private synchronized Duration left() {
        if (begunAt == null) {
            return Duration.ZERO;
        }
        Duration left = timeout.minus(Duration.between(begunAt, context.clock().instant()));
        // a clock that was set back gives no more time than there was
        return left.compareTo(timeout) < 0 ? left : Duration.ZERO;
    }

    private void expire() {
        TimeoutException expired;
        synchronized (this) {
            if (result.isDone()) {
                return;
            }
            expired = begunAt == null
                    ? new NotStartedException("waited " + timeout.toMillis() + " ms for a thread")
                    : new TimeoutException("no answer within " + timeout.toMillis() + " ms");
            late = expired;
            if (runner != null) {
                runner.interrupt();
            }
        }
        try {
            // what waits for the result may be slow, a listener say, and this thread serves all deadlines
            context.executor().execute(() -> result.completeExceptionally(expired));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(expired);
        }
    }

    /** The call was never begun: it says nothing of what was to be called. */
    static final class NotStartedException extends TimeoutException {

        private static final long serialVersionUID = 1L;

        NotStartedException(String message) {
            super(message);
        }
    }
}
