// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodbstreams;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Which stream of one table is the latest: remembered for a while, as it changes only when it is enabled anew. */
final class LatestStream implements LeasePool.Closeable {

    private static final ClientType<DynamoDbClient> CLIENT =
            ClientType.of(AwsService.DYNAMODB, DynamoDbClient::builder);

    /** A stream that was disabled can be read for a day, so that nothing else would tell that there is a newer one. */
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    private static final String OPERATION = "DescribeTable";

    private final String table;
    private final String region;
    private final AwsClients.Lease<DynamoDbClient> client;
    private final InstantSource clock;
    private volatile @Nullable Resolved last;

    private record Resolved(String arn, Instant at) {}

    LatestStream(String table, SourceSetup setup) {
        this.table = table;
        this.region = setup.region();
        // a host that AWS runs for streams knows no tables
        this.client = setup.clients()
                .lease(CLIENT, setup.target().withoutHostOf(AwsService.DYNAMODB_STREAMS), CallGuards.NOT_POLLED);
        this.clock = setup.clock();
    }

    /** The ARN, if it is known and was asked for not long ago. */
    Optional<String> known() {
        Resolved present = last;
        if (present == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        // a clock that was set back says nothing of how old it is
        return now.isBefore(present.at) || !now.isBefore(present.at.plus(VALIDITY))
                ? Optional.empty()
                : Optional.of(present.arn);
    }

    /** The ARN, asked for now. */
    String resolve() {
        last = null;
        Instant at = clock.instant();
        @Nullable
        TableDescription description = client.call(
                OPERATION,
                () -> table,
                tables -> tables.describeTable(request -> request.tableName(table))
                        .table());
        if (description == null) {
            throw new ScalerException(Kind.BAD_DATA, what() + " was answered without Table");
        }
        String arn = description.latestStreamArn();
        if (arn == null || arn.isBlank()) {
            throw new ScalerException(
                    Kind.NOT_FOUND,
                    what() + " shows no stream: enable one, such as by aws dynamodb update-table --table-name " + table
                            + " --stream-specification StreamEnabled=true,StreamViewType=KEYS_ONLY");
        }
        last = new Resolved(arn, at);
        return arn;
    }

    /** Forgets the ARN, so that it is asked for again. */
    void forget() {
        last = null;
    }

    @Override
    public void close() {
        client.close();
    }

    private String what() {
        return AwsService.DYNAMODB.title() + " " + OPERATION + " of " + table + " in " + region;
    }
}
