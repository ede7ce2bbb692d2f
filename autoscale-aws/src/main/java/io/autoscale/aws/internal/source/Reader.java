// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import java.time.Instant;
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

    protected Reader(ClientType<C> type, SourceSetup setup) {
        this.client = setup.client(type);
        this.setup = setup;
    }

    /**
     * Reads now.
     *
     * @throws io.autoscale.source.ScalerException when the read fails
     */
    public abstract V read();

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
