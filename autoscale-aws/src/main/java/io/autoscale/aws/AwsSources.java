// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.doctor.AwsDoctor;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.doctor.TriggerDoctor;
import io.autoscale.aws.internal.types.TriggerTypes;
import io.autoscale.source.ScalerSourceFactory;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The scaler sources of AWS. They share one HTTP client, one service client for each identity, region and endpoint,
 * one credentials object for each identity and region, and the reads of those who watch the same thing. Close it after
 * the autoscaler that uses it.
 */
public final class AwsSources implements AutoCloseable {

    private final AwsClients clients;
    private final List<ScalerSourceFactory> factories;
    private final AwsSourcesBuilder settings;

    AwsSources(AwsSourcesBuilder builder) {
        // the builder may be changed and used again
        this.settings = builder.copy();
        this.clients = settings.clients();
        this.factories = List.copyOf(TriggerTypes.factories(clients));
    }

    /**
     * Sources with the defaults of {@link #builder()}.
     *
     * @return the sources; closed by the caller
     */
    public static AwsSources create() {
        return builder().build();
    }

    /** Starts sources with some settings of one's own. */
    public static AwsSourcesBuilder builder() {
        return new AwsSourcesBuilder();
    }

    /** One factory for each trigger type. */
    public Collection<ScalerSourceFactory> factories() {
        return factories;
    }

    /**
     * How many calls were sent to AWS so far, retries of the SDK not counted. Most of them are paid for.
     *
     * @return a copy, by service and operation, such as {@code SQS GetQueueAttributes}
     */
    public Map<String, Long> sentCalls() {
        return clients.sentCalls();
    }

    /**
     * One who examines why a trigger cannot be read.
     *
     * @return a doctor with the settings of these sources; it works after they are closed too, unless the HTTP client
     *     that they were given is closed
     */
    public AwsDoctor doctor() {
        return new TriggerDoctor(settings::clients, InstantSource.system());
    }

    AwsClients clients() {
        return clients;
    }

    /** Closes all clients. Without effect when closed already. */
    @Override
    public void close() {
        clients.close();
    }
}
