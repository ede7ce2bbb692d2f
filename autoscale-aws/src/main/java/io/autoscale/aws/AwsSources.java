// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.client.AwsClientSettings;
import io.autoscale.aws.client.AwsClients;
import io.autoscale.aws.sqs.SqsSourceFactory;
import io.autoscale.source.ScalerSourceFactory;
import java.util.Collection;
import java.util.List;

/**
 * The scaler sources of AWS, which share one HTTP client and one service client for each identity, region and endpoint.
 * Close it after the autoscaler that uses it.
 */
public final class AwsSources implements AutoCloseable {

    private final AwsClients clients;
    private final List<ScalerSourceFactory> factories;

    private AwsSources(AwsClientSettings settings) {
        this.clients = new AwsClients(settings);
        this.factories = List.of(new SqsSourceFactory(clients));
    }

    /**
     * Sources with {@link AwsClientSettings#DEFAULT}.
     *
     * @return the sources; closed by the caller
     */
    public static AwsSources create() {
        return create(AwsClientSettings.DEFAULT);
    }

    /**
     * Sources with bounds of one's own.
     *
     * @param settings the bounds of calls
     * @return the sources; closed by the caller
     */
    public static AwsSources create(AwsClientSettings settings) {
        return new AwsSources(settings);
    }

    /**
     * One factory for each trigger type.
     *
     * @return an unmodifiable collection
     */
    public Collection<ScalerSourceFactory> factories() {
        return factories;
    }

    /** Closes all clients. Without effect when closed already. */
    @Override
    public void close() {
        clients.close();
    }
}
