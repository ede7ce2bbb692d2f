// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.doctor.AwsDoctor;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.cloudwatch.CloudWatchSourceFactory;
import io.autoscale.aws.internal.credentials.CredentialsPool;
import io.autoscale.aws.internal.doctor.DoctorContext;
import io.autoscale.aws.internal.doctor.TriggerDoctor;
import io.autoscale.aws.internal.dynamodb.DynamoDbSourceFactory;
import io.autoscale.aws.internal.dynamodbstreams.DynamoDbStreamsSourceFactory;
import io.autoscale.aws.internal.kinesis.KinesisSourceFactory;
import io.autoscale.aws.internal.sqs.SqsSourceFactory;
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
    private final CallGuards guards;
    private final CloudWatchSourceFactory cloudWatch;
    private final List<ScalerSourceFactory> factories;
    private final AwsSourcesBuilder settings;

    /** Sources that an examination has for itself. */
    private record OwnContext(AwsSources sources) implements DoctorContext {

        @Override
        public AwsClients clients() {
            return sources.clients;
        }

        @Override
        public Collection<ScalerSourceFactory> factories() {
            return sources.factories;
        }

        @Override
        public void close() {
            sources.close();
        }
    }

    AwsSources(AwsSourcesBuilder builder) {
        // the builder may be changed and used again
        this.settings = builder.copy();
        this.guards = new CallGuards(settings.rates, settings.clock, settings.rateListener);
        ClientFactory factory = new ClientFactory(settings.calls(), settings.endpoints, settings.httpClient);
        this.clients = new AwsClients(
                factory,
                new CredentialsPool(factory, guards, settings.clock, settings.ownIdentity),
                guards,
                settings.clock,
                new SharedRead.Sharing(
                        settings.readSharing, settings.calls().callTimeout().multipliedBy(2)));
        this.cloudWatch = new CloudWatchSourceFactory(clients);
        this.factories = List.of(
                new SqsSourceFactory(clients),
                cloudWatch,
                new DynamoDbSourceFactory(clients),
                new DynamoDbStreamsSourceFactory(clients),
                new KinesisSourceFactory(clients));
    }

    /**
     * Sources with the defaults of {@link #builder()}.
     *
     * @return the sources; closed by the caller
     */
    public static AwsSources create() {
        return builder().build();
    }

    /**
     * Starts sources with some settings of one's own.
     *
     * @return a builder
     */
    public static AwsSourcesBuilder builder() {
        return new AwsSourcesBuilder();
    }

    /**
     * One factory for each trigger type.
     *
     * @return an unmodifiable collection
     */
    public Collection<ScalerSourceFactory> factories() {
        return factories;
    }

    /**
     * How many calls were sent to AWS so far, retries of the SDK not counted. Most of them are paid for.
     *
     * @return a copy, by service and operation, such as {@code SQS GetQueueAttributes}
     */
    public Map<String, Long> sentCalls() {
        return guards.sentCalls();
    }

    /**
     * One who examines why a trigger cannot be read.
     *
     * @return a doctor with the settings of these sources; it works after they are closed too, unless the HTTP client
     *     that they were given is closed
     */
    public AwsDoctor doctor() {
        return new TriggerDoctor(() -> new OwnContext(new AwsSources(settings)), InstantSource.system());
    }

    AwsClients clients() {
        return clients;
    }

    /** Closes all clients. Without effect when closed already. */
    @Override
    public void close() {
        cloudWatch.close();
        clients.close();
    }
}
