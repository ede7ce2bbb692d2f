// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.source.Grants;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.TriggerMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Triggers of type {@code aws-dynamodb}: the number of items that a query finds. */
public final class DynamoDbType extends TriggerType<DynamoDbType.Settings> {

    private static final long DEFAULT_MAX_PAGES = 100;
    private static final String KEY_CONDITION = "keyConditionExpression";
    private static final String FILTER = "filterExpression";

    public record Settings(ItemQuery query, long targetValue, long activation) {}

    public DynamoDbType() {
        super(DynamoDbTrigger.TYPE, AwsService.DYNAMODB, "tableName");
    }

    @Override
    protected Settings parse(TriggerMetadata metadata, AwsRegion region) {
        ItemQuery query = query(metadata);
        metadata.requiredText("targetValue", "a whole number >= 0");
        return new Settings(
                query,
                metadata.wholeNumber("targetValue", 0, 0),
                metadata.wholeNumber("activationTargetValue", 0, Long.MIN_VALUE));
    }

    @Override
    protected void grants(Settings settings, Grants grants) {
        QueryRequest query = settings.query().firstPage();
        // a query of an index needs no right on its table
        grants.allow(
                "QueryTables", "dynamodb:Query", grants.table(query.tableName()) + grants.index(query.indexName()));
    }

    @Override
    protected ScalerSource open(Settings settings, SourceSetup setup) {
        ItemQuery query = settings.query();
        return setup.shared(
                setup.metric("aws-dynamodb-" + query.firstPage().tableName(), (double) settings.targetValue(), (double)
                        settings.activation()),
                query,
                () -> new ItemCounter(query, setup),
                sample -> sample);
    }

    private static ItemQuery query(TriggerMetadata metadata) {
        String table = metadata.requiredText("tableName", "the name of a table");
        Map<String, String> expressions = new LinkedHashMap<>();
        String keyCondition = metadata.requiredText(KEY_CONDITION, "a condition such as #s = :p");
        if (!keyCondition.isEmpty()) {
            expressions.put(KEY_CONDITION, keyCondition);
        }
        metadata.text(FILTER).ifPresent(filter -> expressions.put(FILTER, filter));
        Placeholders placeholders = new Placeholders(metadata, expressions);
        Map<String, String> names = placeholders.names();
        QueryRequest firstPage = QueryRequest.builder()
                .tableName(table)
                .indexName(metadata.text("indexName").orElse(null))
                .keyConditionExpression(keyCondition)
                .filterExpression(expressions.get(FILTER))
                // DynamoDB refuses an empty map of names
                .expressionAttributeNames(names.isEmpty() ? null : names)
                .expressionAttributeValues(placeholders.values())
                .consistentRead(metadata.bool("consistentRead", false) ? true : null)
                .select(Select.COUNT)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
        long stopAtCount = metadata.wholeNumber("stopAtCount", 0, 1);
        return new ItemQuery(
                firstPage,
                metadata.wholeNumber("maxPages", DEFAULT_MAX_PAGES, 1),
                stopAtCount == 0 ? OptionalLong.empty() : OptionalLong.of(stopAtCount));
    }
}
