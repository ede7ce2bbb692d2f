// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** One query as one identity sees it, counted once for all triggers with it. */
final class ItemCounter implements LeasePool.Closeable {

    static final ClientType<DynamoDbClient> CLIENT = ClientType.of(AwsService.DYNAMODB, DynamoDbClient::builder);

    private final ItemQuery query;
    private final String region;
    private final AwsClients.Lease<DynamoDbClient> client;
    private final SharedRead<Count> reads;
    private final InstantSource clock;

    /**
     * What was counted.
     *
     * @param whole false when counting stopped early, so that there may be more items
     * @param readCapacityUnits what DynamoDB charges; empty where it does not say
     */
    record Count(long items, long pages, boolean whole, OptionalDouble readCapacityUnits, Instant observedAt) {}

    ItemCounter(
            ItemQuery query,
            String region,
            AwsClients.Lease<DynamoDbClient> client,
            SharedRead<Count> reads,
            InstantSource clock) {
        this.query = query;
        this.region = region;
        this.client = client;
        this.reads = reads;
        this.clock = clock;
    }

    /** Counts, or shares a count that began after the one that the caller had last. */
    Count read(@Nullable Instant used) {
        return reads.get(this::count, used);
    }

    @Override
    public void close() {
        client.close();
    }

    private Count count() {
        Instant observedAt = clock.instant();
        long items = 0;
        Double units = 0.0;
        Map<String, AttributeValue> startKey = Map.of();
        for (long pages = 1; ; pages++) {
            Map<String, AttributeValue> from = startKey;
            QueryResponse page = client.call("Query", query::describe, dynamoDb -> dynamoDb.query(query.page(from)));
            items += countOf(page);
            units = sum(units, page);
            boolean whole =
                    !page.hasLastEvaluatedKey() || page.lastEvaluatedKey().isEmpty();
            if (whole || items >= query.stopAtCount().orElse(Long.MAX_VALUE)) {
                OptionalDouble known = units == null ? OptionalDouble.empty() : OptionalDouble.of(units);
                return new Count(items, pages, whole, known, observedAt);
            }
            if (pages >= query.maxPages()) {
                throw new ScalerException(Kind.CONFIGURATION, tooLong(items, pages));
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new ScalerException(Kind.UNAVAILABLE, what() + " was interrupted after page " + pages);
            }
            startKey = page.lastEvaluatedKey();
        }
    }

    private long countOf(QueryResponse page) {
        Integer count = page.count();
        if (count == null || count < 0) {
            throw new ScalerException(
                    Kind.BAD_DATA,
                    what() + " was answered " + (count == null ? "without Count" : "with Count " + count));
        }
        return count;
    }

    /** Unknown when one page does not say. */
    private static @Nullable Double sum(@Nullable Double units, QueryResponse page) {
        Double more =
                page.consumedCapacity() == null ? null : page.consumedCapacity().capacityUnits();
        return units == null || more == null ? null : Double.valueOf(units + more);
    }

    private String tooLong(long items, long pages) {
        return what() + " did not end after " + pages + (pages == 1 ? " page" : " pages") + " with " + items
                + " items: raise metadata.maxPages, or set metadata.stopAtCount to a number that is enough";
    }

    private String what() {
        return "DynamoDB Query of " + query.describe() + " in " + region;
    }
}
