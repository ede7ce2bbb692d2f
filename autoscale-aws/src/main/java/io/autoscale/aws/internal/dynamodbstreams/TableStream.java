// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodbstreams;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.Reader;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The latest stream of one table as one identity sees it: the number of its shards, on all pages. A page that fails
 * fails the read. Which stream is the latest is asked anew every five minutes, and at once when the known one is gone.
 */
final class TableStream implements Reader<TableStream.Shards> {

    private static final ClientType<DynamoDbStreamsClient> CLIENT =
            ClientType.of(AwsService.DYNAMODB_STREAMS, DynamoDbStreamsClient::builder);

    private static final String OPERATION = "DescribeStream";

    private final String table;
    private final long maxPages;
    private final String region;
    private final LatestStream latest;
    private final AwsClients.Lease<DynamoDbStreamsClient> client;
    private final InstantSource clock;

    /**
     * What was counted.
     *
     * @param all the shards, closed ones included
     * @param open those that take records
     */
    record Shards(long all, long open, Instant observedAt) {}

    TableStream(String table, long maxPages, SourceSetup setup) {
        this.table = table;
        this.maxPages = maxPages;
        this.region = setup.region();
        this.clock = setup.clock();
        this.latest = new LatestStream(table, setup);
        try {
            this.client = setup.client(CLIENT);
        } catch (RuntimeException | Error e) {
            latest.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (latest) {
            client.close();
        }
    }

    @Override
    public Shards read() {
        Optional<String> known = latest.known();
        if (known.isPresent()) {
            try {
                return count(known.get());
            } catch (ScalerException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
                // the stream has gone; there may be a newer one
            }
        }
        try {
            return count(latest.resolve());
        } catch (ScalerException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                latest.forget();
            }
            throw e;
        }
    }

    private Shards count(String arn) {
        Instant observedAt = clock.instant();
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
            if (pages >= maxPages) {
                throw new ScalerException(Kind.CONFIGURATION, tooLong(all, pages));
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new ScalerException(Kind.UNAVAILABLE, what() + " was interrupted after page " + pages);
            }
        }
    }

    private StreamDescription page(String arn, @Nullable String after) {
        @Nullable
        StreamDescription page = client.call(
                OPERATION,
                () -> table,
                streams -> streams.describeStream(
                                request -> request.streamArn(arn).exclusiveStartShardId(after))
                        .streamDescription());
        if (page == null || !page.hasShards()) {
            throw new ScalerException(Kind.BAD_DATA, what() + " was answered without Shards");
        }
        return page;
    }

    private static boolean isOpen(Shard shard) {
        return shard.sequenceNumberRange() == null
                || shard.sequenceNumberRange().endingSequenceNumber() == null;
    }

    private String tooLong(long shards, long pages) {
        return what() + " did not end after " + pages + (pages == 1 ? " page" : " pages") + " with " + shards
                + " shards: raise metadata.maxPages";
    }

    private String what() {
        return AwsService.DYNAMODB_STREAMS.title() + " " + OPERATION + " of " + table + " in " + region;
    }
}
