// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodbstreams;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Makes sources for triggers of type {@code aws-dynamodb-streams}: the number of shards of the latest stream of a table,
 * on all its pages. A page that fails fails the read. The number is not the lag of who reads them. Samples have these
 * parts:
 *
 * <ul>
 *   <li>{@code shards}: all of them, for a day those too that take no more records;
 *   <li>{@code openShards}: those that take records.
 * </ul>
 *
 * <p>Which stream is the latest is asked anew every five minutes, and at once when the one that is known is not there
 * any more.
 */
public final class DynamoDbStreamsSourceFactory implements ScalerSourceFactory {

    private final AwsClients clients;
    private final LeasePool<Key, TableStream> streams = new LeasePool<>("the DynamoDB streams");

    /** With the bound on pages, as a read that is too long for one trigger need not be so for another. */
    private record Key(AwsTarget target, String table, long maxPages) {}

    /**
     * A factory whose sources share clients and reads.
     *
     * @param clients the clients; closed by their owner
     */
    public DynamoDbStreamsSourceFactory(AwsClients clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
    }

    @Override
    public String triggerType() {
        return DynamoDbStreamsTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        DynamoDbStreamsSettings settings = DynamoDbStreamsSettings.parse(context, clients);
        Key key = new Key(settings.target(), settings.table(), settings.maxPages());
        return new DynamoDbStreamsSource(
                settings.metric(), settings.openShardsOnly(), streams.lease(key, () -> newStream(key, context)));
    }

    private TableStream newStream(Key key, SourceContext context) {
        // a host that AWS runs for streams knows no tables
        AwsTarget tables = key.target.withoutHostOf(AwsService.DYNAMODB_STREAMS);
        AwsClients.Lease<DynamoDbClient> tableClient = clients.lease(LatestStream.CLIENT, tables);
        try {
            return new TableStream(
                    key.table,
                    key.maxPages,
                    key.target.region(),
                    new LatestStream(key.table, key.target.region(), tableClient, clients.clock()),
                    clients.lease(TableStream.CLIENT, key.target, context.pollingInterval()),
                    clients.sharedRead(),
                    clients.clock());
        } catch (RuntimeException | Error e) {
            tableClient.close();
            throw e;
        }
    }
}
