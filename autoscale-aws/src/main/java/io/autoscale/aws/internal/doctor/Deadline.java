// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.internal.call.Workers;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Ends the wait for a step that nothing else bounds, such as the look-up of a host name. */
final class Deadline implements AutoCloseable {

    private final Duration timeout;
    private final ExecutorService threads = Executors.newCachedThreadPool(Workers.named("autoscale-aws-doctor"));

    Deadline(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Runs a step.
     *
     * @throws ScalerException when it fails, or is not over in time; without what an unknown exception says
     */
    <T> T within(Supplier<T> step) {
        Future<T> running = threads.submit(step::get);
        try {
            return running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof ScalerException known) {
                throw known;
            }
            throw new ScalerException(
                    Kind.UNAVAILABLE, "failed: " + cause.getClass().getSimpleName());
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new ScalerException(
                    Kind.UNAVAILABLE, "was not answered in time, which is " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new ScalerException(Kind.UNAVAILABLE, "was interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
