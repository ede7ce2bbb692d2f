// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;

/** Reads one thing of AWS for all triggers on it, as one identity sees it. */
public abstract class Reader<C extends SdkClient, V> implements LeasePool.Closeable {

    private final AwsClients.Lease<C> client;
    private final AwsService service;
    private final String subject;
    private final SourceSetup setup;
    private final SharedRead<V> shared;

    /** Borrows the client; the subject is what is read, for messages. */
    protected Reader(ClientType<C> type, String subject, SourceSetup setup) {
        this.service = type.service();
        this.subject = subject;
        this.setup = setup;
        this.shared = setup.clients().sharedRead();
        this.client = setup.clients().lease(type, setup.target(), setup.pollingInterval());
    }

    /** Reads now; throws a {@code ScalerException} when that fails. */
    protected abstract V read();

    /** Reads, or shares the read of another trigger, but never the one that began at {@code used} or before. */
    final V read(@Nullable Instant used) {
        return shared.get(this::read, used);
    }

    @Override
    public void close() {
        client.close();
    }

    protected final Instant now() {
        return setup.now();
    }

    protected final <T> T call(String operation, Function<C, T> call) {
        return client.call(operation, () -> subject, call);
    }

    /** The error for an answer that no service should give. */
    protected final ScalerException badData(String operation, String found) {
        return new ScalerException(Kind.BAD_DATA, what(service, operation) + " returned " + found);
    }

    /**
     * Ends a read that is interrupted or has all the pages it may have. It found, for example, {@code 5000 items}; another
     * remedy than more pages begins with a comma.
     */
    protected final void checkPages(String operation, long pages, long maxPages, String found, String remedy) {
        if (pages >= maxPages) {
            String noun = pages == 1 ? " page" : " pages";
            throw new ScalerException(
                    Kind.CONFIGURATION,
                    what(service, operation) + " stopped after " + pages + noun + " with " + found
                            + ": raise metadata.maxPages" + remedy);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ScalerException(
                    Kind.UNAVAILABLE, what(service, operation) + " was interrupted after page " + pages);
        }
    }

    /** A call, for messages. */
    protected final String what(AwsService called, String operation) {
        return called.title() + " " + operation + " of " + subject + " in "
                + setup.target().region();
    }
}
