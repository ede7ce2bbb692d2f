// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodbstreams;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.Reader;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The latest stream of one table as one identity sees it: the number of its shards, on all pages. A page that fails
 * fails the read. Which stream is the latest is looked up again every five minutes, and at once if the known one is gone.
 */
final class TableStream extends Reader<DynamoDbStreamsClient, TableStream.Shards> {

    private static final ClientType<DynamoDbClient> TABLES =
            ClientType.of(AwsService.DYNAMODB, DynamoDbClient::builder);
    private static final ClientType<DynamoDbStreamsClient> STREAMS =
            ClientType.of(AwsService.DYNAMODB_STREAMS, DynamoDbStreamsClient::builder);

    /** A disabled stream can still be read for a day, so that reads do not reveal a newer one. */
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    private static final String READ = "DescribeStream";

    private final String table;
    private final long maxPages;
    private final AwsClients.Lease<DynamoDbClient> tables;
    private volatile @Nullable Latest latest;

    private record Latest(String arn, Instant at) {}

    /** What was counted: all shards, closed ones included, and those that take records. */
    record Shards(long all, long open, Instant observedAt) {}

    TableStream(String table, long maxPages, SourceSetup setup) {
        super(STREAMS, table, setup);
        this.table = table;
        this.maxPages = maxPages;
        try {
            // a host that AWS runs for streams has no tables
            this.tables = setup.clients()
                    .lease(TABLES, setup.target().withoutHostOf(AwsService.DYNAMODB_STREAMS), CallGuards.NOT_POLLED);
        } catch (RuntimeException | Error e) {
            super.close();
            throw e;
        }
    }

    @Override
    public Shards read() {
        Latest known = known();
        Latest stream = known == null ? find() : known;
        if (known == null) {
            latest = stream;
        }
        try {
            return count(stream.arn);
        } catch (ScalerException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            latest = null;
            if (known == null) {
                throw e;
            }
            // the stream has gone, so the next attempt finds a newer one, if there is one, or fails
            return read();
        }
    }

    @Override
    public void close() {
        super.close();
        tables.close();
    }

    private @Nullable Latest known() {
        Latest last = latest;
        Instant now = now();
        // an ARN from the future is not valid: the clock was set back
        return last != null && !now.isBefore(last.at) && now.isBefore(last.at.plus(VALIDITY)) ? last : null;
    }

    private Latest find() {
        Instant at = now();
        @Nullable
        TableDescription description = tables.call(
                "DescribeTable",
                () -> table,
                client -> client.describeTable(request -> request.tableName(table))
                        .table());
        String call = what(AwsService.DYNAMODB, "DescribeTable");
        if (description == null) {
            throw new ScalerException(Kind.BAD_DATA, call + " returned no Table");
        }
        String arn = description.latestStreamArn();
        if (arn == null || arn.isBlank()) {
            throw new ScalerException(
                    Kind.NOT_FOUND,
                    call + " found no stream: enable one, for example: aws dynamodb update-table --table-name " + table
                            + " --stream-specification StreamEnabled=true,StreamViewType=KEYS_ONLY");
        }
        return new Latest(arn, at);
    }

    private Shards count(String arn) {
        Instant observedAt = now();
        long all = 0;
        long open = 0;
        String after = null;
        for (long pages = 1; ; pages++) {
            StreamDescription page = page(arn, after);
            all += page.shards().size();
            open += page.shards().stream().filter(TableStream::isOpen).count();
            after = page.lastEvaluatedShardId();
            if (after == null || after.isEmpty()) {
                return new Shards(all, open, observedAt);
            }
            checkPages(READ, pages, maxPages, all + " shards", "");
        }
    }

    private StreamDescription page(String arn, @Nullable String after) {
        @Nullable
        StreamDescription page = call(
                READ,
                streams -> streams.describeStream(
                                request -> request.streamArn(arn).exclusiveStartShardId(after))
                        .streamDescription());
        if (page == null || !page.hasShards()) {
            throw badData(READ, "no Shards");
        }
        return page;
    }

    private static boolean isOpen(Shard shard) {
        return shard.sequenceNumberRange() == null
                || shard.sequenceNumberRange().endingSequenceNumber() == null;
    }
}
