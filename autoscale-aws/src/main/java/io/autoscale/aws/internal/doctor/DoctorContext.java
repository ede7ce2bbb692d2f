// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.internal.call.Waiting;
import io.autoscale.aws.internal.call.Workers;
import io.autoscale.aws.internal.client.AwsClients;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** What the steps of one examination share; closed after it. */
record DoctorContext(AwsClients clients, InstantSource clock, ExecutorService threads) implements AutoCloseable {

    DoctorContext(AwsClients clients, InstantSource clock) {
        this(clients, clock, Executors.newCachedThreadPool(Workers.named("autoscale-aws-doctor")));
    }

    /** Runs a step with a deadline, as nothing else bounds some, such as the look-up of a host name. */
    <T> T within(String what, Supplier<T> step) {
        Future<T> running = threads.submit(step::get);
        try {
            return Waiting.on(running, clients.timeout().multipliedBy(2), what);
        } finally {
            running.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        clients.close();
    }
}
