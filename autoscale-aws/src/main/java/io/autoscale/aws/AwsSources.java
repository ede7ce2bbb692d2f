// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.doctor.AwsDoctor;
import io.autoscale.aws.internal.call.AwsSettings;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.doctor.TriggerDoctor;
import io.autoscale.aws.internal.types.TriggerTypes;
import io.autoscale.source.ScalerSourceFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The scaler sources of AWS. They share one HTTP client, one service client per identity, region and endpoint, one set of
 * credentials per identity and region, and the reads of triggers on the same thing. Close it after the autoscaler that
 * uses it.
 */
public final class AwsSources implements AutoCloseable {

    private final AwsSettings settings;
    private final AwsClients clients;

    AwsSources(AwsSettings settings) {
        this.settings = settings;
        this.clients = new AwsClients(settings);
    }

    /** Creates sources with the defaults of {@link #builder()}, which the caller closes. */
    public static AwsSources create() {
        return builder().build();
    }

    /** Returns a builder. */
    public static AwsSourcesBuilder builder() {
        return new AwsSourcesBuilder();
    }

    /** One factory for each trigger type. */
    public Collection<ScalerSourceFactory> factories() {
        return TriggerTypes.factories(clients);
    }

    /**
     * Returns a copy of the number of calls sent to AWS so far, without retries of the SDK, by service and operation, such
     * as {@code SQS GetQueueAttributes}. AWS charges for most calls.
     */
    public Map<String, Long> sentCalls() {
        return clients.sentCalls();
    }

    /**
     * When the first temporary credentials in use end; empty if STS gave none, such as for static keys. They are replaced
     * after 70 to 80 % of their life, so an end that is near means that they could not be replaced.
     */
    public Optional<Instant> credentialsExpireAt() {
        return clients.credentials().expireAt();
    }

    /**
     * Returns a doctor with the settings of these sources, which finds out why a trigger cannot be read. It also works
     * after they are closed, unless the HTTP client that they were given is closed.
     */
    public AwsDoctor doctor() {
        return new TriggerDoctor(() -> new AwsClients(settings), InstantSource.system());
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
