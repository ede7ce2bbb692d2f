// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Which items are counted, on how many pages at most, and at how many items a read may stop, or empty to count all.
 * Equal queries of one identity share a read.
 */
public record ItemQuery(QueryRequest firstPage, long maxPages, OptionalLong stopAtCount) {

    /** What is counted, for messages. */
    String describe() {
        String index = firstPage.indexName();
        return index == null ? firstPage.tableName() : firstPage.tableName() + " by " + index;
    }

    QueryRequest page(Map<String, AttributeValue> startKey) {
        return startKey.isEmpty()
                ? firstPage
                : firstPage.toBuilder().exclusiveStartKey(startKey).build();
    }

    /** Without the values that the expressions compare with. */
    @Override
    public String toString() {
        return describe();
    }
}
