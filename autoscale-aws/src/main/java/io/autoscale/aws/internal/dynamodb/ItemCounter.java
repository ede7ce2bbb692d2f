// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.Reader;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.metric.MetricSample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Counts the items that one query finds, on all its pages. A page that fails fails the read. Samples have these parts:
 *
 * <ul>
 *   <li>{@code pages}: how many requests were sent, retries not counted;
 *   <li>{@code readCapacityUnits}: what DynamoDB charges for them, where it says so;
 *   <li>{@code atLeast}: 1 when counting stopped at {@code stopAtCount}, so that there may be more items than the value
 *       says; absent when the value is exact.
 * </ul>
 */
final class ItemCounter extends Reader<DynamoDbClient, MetricSample> {

    private static final ClientType<DynamoDbClient> CLIENT =
            ClientType.of(AwsService.DYNAMODB, DynamoDbClient::builder);

    private final ItemQuery query;

    ItemCounter(ItemQuery query, SourceSetup setup) {
        super(CLIENT, query.describe(), setup);
        this.query = query;
    }

    @Override
    public MetricSample read() {
        Instant observedAt = now();
        long items = 0;
        Double units = 0.0;
        Map<String, AttributeValue> startKey = Map.of();
        for (long pages = 1; ; pages++) {
            Map<String, AttributeValue> from = startKey;
            QueryResponse page = call("Query", dynamoDb -> dynamoDb.query(query.page(from)));
            items += countOf(page);
            units = sum(units, page);
            boolean whole =
                    !page.hasLastEvaluatedKey() || page.lastEvaluatedKey().isEmpty();
            if (whole || items >= query.stopAtCount().orElse(Long.MAX_VALUE)) {
                return sample(items, pages, whole, units, observedAt);
            }
            checkPages(
                    "Query",
                    pages,
                    query.maxPages(),
                    items + " items",
                    ", or set metadata.stopAtCount to stop counting earlier");
            startKey = page.lastEvaluatedKey();
        }
    }

    private static MetricSample sample(
            long items, long pages, boolean whole, @Nullable Double units, Instant observedAt) {
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("pages", (double) pages);
        if (units != null) {
            parts.put("readCapacityUnits", units);
        }
        if (!whole) {
            parts.put("atLeast", 1.0);
        }
        return new MetricSample((double) items, observedAt, parts);
    }

    private long countOf(QueryResponse page) {
        Integer count = page.count();
        if (count == null || count < 0) {
            throw badData("Query", count == null ? "no Count" : "Count " + count);
        }
        return count;
    }

    /** Null if a page has no capacity. */
    private static @Nullable Double sum(@Nullable Double units, QueryResponse page) {
        Double more =
                page.consumedCapacity() == null ? null : page.consumedCapacity().capacityUnits();
        return units == null || more == null ? null : Double.valueOf(units + more);
    }
}
