// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Which items are counted, and how far. Equal queries of one identity share a read.
 *
 * @param placeholders what stands for them
 * @param maxPages how many pages a read may have
 * @param stopAtCount at how many items a read may stop; empty to count all
 */
public record ItemQuery(
        Expressions expressions, Values placeholders, boolean consistentRead, long maxPages, OptionalLong stopAtCount) {

    /** Where the items are, and which they are. */
    record Expressions(
            String table,
            @Nullable String index,
            String keyCondition,
            @Nullable String filter) {}

    /** What stands for the placeholders; printed by their keys only. */
    record Values(Map<String, String> names, Map<String, AttributeValue> values) {

        Values {
            names = Map.copyOf(names);
            values = Map.copyOf(values);
        }

        @Override
        public String toString() {
            return names.keySet() + " " + values.keySet();
        }
    }

    /** What is counted, for messages. */
    String describe() {
        return expressions.index == null ? expressions.table : expressions.table + " by " + expressions.index;
    }

    /** A request for one page. */
    QueryRequest page(Map<String, AttributeValue> startKey) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(expressions.table)
                .indexName(expressions.index)
                .keyConditionExpression(expressions.keyCondition)
                .filterExpression(expressions.filter)
                .expressionAttributeValues(placeholders.values)
                .select(Select.COUNT)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
        if (!placeholders.names.isEmpty()) {
            request.expressionAttributeNames(placeholders.names);
        }
        if (consistentRead) {
            request.consistentRead(true);
        }
        if (!startKey.isEmpty()) {
            request.exclusiveStartKey(startKey);
        }
        return request.build();
    }
}
