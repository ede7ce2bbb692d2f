// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.internal.call.Waiting;
import io.autoscale.aws.internal.call.Workers;
import io.autoscale.source.ScalerException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
     * @param what the step, for messages
     * @throws ScalerException if it fails or does not end in time; without the message of an unknown exception
     */
    <T> T within(String what, Supplier<T> step) {
        Future<T> running = threads.submit(step::get);
        try {
            return Waiting.on(running, timeout, what);
        } finally {
            running.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
