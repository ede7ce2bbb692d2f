// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import java.util.Objects;

/**
 * Makes sources for triggers of type {@code aws-dynamodb}: the number of items that a query finds, on all its pages. A
 * page that fails fails the read. Samples have these parts:
 *
 * <ul>
 *   <li>{@code pages}: how many requests were sent, retries not counted;
 *   <li>{@code readCapacityUnits}: what DynamoDB charges for them, where it says so;
 *   <li>{@code atLeast}: 1 when counting stopped at {@code stopAtCount}, so that there may be more items than the value
 *       says; absent when the value is exact.
 * </ul>
 */
public final class DynamoDbSourceFactory implements ScalerSourceFactory {

    private final AwsClients clients;
    private final LeasePool<Key, ItemCounter> counters = new LeasePool<>("the DynamoDB queries");

    private record Key(AwsTarget target, ItemQuery query) {}

    /**
     * A factory whose sources share clients and reads.
     *
     * @param clients the clients; closed by their owner
     */
    public DynamoDbSourceFactory(AwsClients clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
    }

    @Override
    public String triggerType() {
        return DynamoDbTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        DynamoDbSettings settings = DynamoDbSettings.parse(context, clients);
        Key key = new Key(settings.target(), settings.query());
        return new DynamoDbSource(
                settings.metric(),
                counters.lease(
                        key,
                        () -> new ItemCounter(
                                key.query,
                                key.target.region(),
                                clients.lease(ItemCounter.CLIENT, key.target, context.pollingInterval()),
                                clients.sharedRead(),
                                clients.clock())));
    }
}
