// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.kinesis;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import java.util.Objects;

/**
 * Makes sources for triggers of type {@code aws-kinesis-stream}, whose metric is the number of open shards and not the
 * lag of who reads them.
 */
public final class KinesisSourceFactory implements ScalerSourceFactory {

    private final AwsClients clients;
    private final LeasePool<Key, KinesisStream> streams = new LeasePool<>("the Kinesis streams");

    private record Key(AwsTarget target, StreamAddress address) {}

    /**
     * A factory whose sources share clients and reads.
     *
     * @param clients the clients; closed by their owner
     */
    public KinesisSourceFactory(AwsClients clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
    }

    @Override
    public String triggerType() {
        return KinesisStreamTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        KinesisSettings settings = KinesisSettings.parse(context, clients);
        Key key = new Key(settings.target(), settings.stream());
        return new KinesisSource(
                settings.metric(),
                streams.lease(
                        key,
                        () -> new KinesisStream(
                                key.address,
                                key.target.region(),
                                clients.lease(KinesisStream.CLIENT, key.target, context.pollingInterval()),
                                clients.sharedRead(),
                                clients.clock())));
    }
}
