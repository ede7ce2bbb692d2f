// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import java.util.Objects;

/** Makes sources for triggers of type {@code aws-sqs-queue}. */
public final class SqsSourceFactory implements ScalerSourceFactory {

    private final AwsClients clients;
    private final LeasePool<Key, SqsQueue> queues = new LeasePool<>("the SQS queues");

    private record Key(AwsTarget target, QueueAddress address) {}

    /**
     * A factory whose sources share clients and reads.
     *
     * @param clients the clients; closed by their owner
     */
    public SqsSourceFactory(AwsClients clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
    }

    @Override
    public String triggerType() {
        return SqsQueueTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        SqsSettings settings = SqsSettings.parse(context, clients);
        Key key = new Key(settings.target(), settings.queue());
        return new SqsSource(
                settings,
                queues.lease(
                        key,
                        () -> new SqsQueue(
                                key.address,
                                key.target.region(),
                                clients.lease(SqsQueue.CLIENT, key.target, context.pollingInterval()),
                                clients.sharedRead(),
                                clients.clock())));
    }
}
