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

/** Triggers of type {@code aws-dynamodb}: the number of items that a query finds. */
public final class DynamoDbType extends TriggerType<DynamoDbType.Settings> {

    private static final long DEFAULT_MAX_PAGES = 100;
    private static final String KEY_CONDITION = "keyConditionExpression";
    private static final String FILTER = "filterExpression";

    /** The settings of a trigger. */
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
        ItemQuery.Expressions from = settings.query().expressions();
        // a query of an index needs no right on its table
        grants.allow("QueryTables", "dynamodb:Query", grants.table(from.table()) + grants.index(from.index()));
    }

    @Override
    protected ScalerSource open(Settings settings, SourceSetup setup) {
        ItemQuery query = settings.query();
        return setup.shared(
                setup.metric("aws-dynamodb-" + query.expressions().table(), (double) settings.targetValue(), (double)
                        settings.activation()),
                query,
                () -> new ItemCounter(query, setup),
                sample -> sample);
    }

    private static ItemQuery query(TriggerMetadata metadata) {
        ItemQuery.Expressions expressions = new ItemQuery.Expressions(
                metadata.requiredText("tableName", "the name of a table"),
                metadata.text("indexName").orElse(null),
                metadata.requiredText(KEY_CONDITION, "a condition such as #s = :p"),
                metadata.text(FILTER).orElse(null));
        Map<String, String> texts = new LinkedHashMap<>();
        if (!expressions.keyCondition().isEmpty()) {
            texts.put(KEY_CONDITION, expressions.keyCondition());
        }
        if (expressions.filter() != null) {
            texts.put(FILTER, expressions.filter());
        }
        Placeholders placeholders = new Placeholders(metadata, texts);
        long stopAtCount = metadata.wholeNumber("stopAtCount", 0, 1);
        return new ItemQuery(
                expressions,
                new ItemQuery.Values(placeholders.names(), placeholders.values()),
                metadata.bool("consistentRead", false),
                metadata.wholeNumber("maxPages", DEFAULT_MAX_PAGES, 1),
                stopAtCount == 0 ? OptionalLong.empty() : OptionalLong.of(stopAtCount));
    }
}
