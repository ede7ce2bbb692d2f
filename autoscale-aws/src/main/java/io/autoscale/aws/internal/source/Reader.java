// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;

/**
 * Reads one thing of AWS for all triggers on it, as one identity sees it.
 *
 * @param <C> the client
 * @param <V> the result of a read
 */
public abstract class Reader<C extends SdkClient, V> implements LeasePool.Closeable {

    protected final AwsClients.Lease<C> client;
    private final SourceSetup setup;
    private final SharedRead<V> shared;

    protected Reader(ClientType<C> type, SourceSetup setup) {
        this.client = setup.clients().lease(type, setup.target(), setup.pollingInterval());
        this.setup = setup;
        this.shared = setup.clients().sharedRead();
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
        return setup.clients().clock().instant();
    }

    protected final String region() {
        return setup.target().region();
    }
}
