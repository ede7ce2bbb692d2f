// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What the text of an {@code aws-dynamodb} trigger means. */
record DynamoDbSettings(MetricSpec metric, ItemQuery query, AwsTarget target) {

    private static final long DEFAULT_MAX_PAGES = 100;
    private static final String KEY_CONDITION = "keyConditionExpression";
    private static final String FILTER = "filterExpression";

    static DynamoDbSettings parse(SourceContext context, AwsClients clients) {
        TriggerMetadata metadata = context.metadata();
        ItemQuery query = query(metadata);
        metadata.requiredText("targetValue", "a whole number >= 0");
        long targetValue = metadata.wholeNumber("targetValue", 0, 0);
        long activation = metadata.wholeNumber("activationTargetValue", 0, Long.MIN_VALUE);
        AwsTarget target = clients.target(metadata, context, AwsService.DYNAMODB);
        metadata.validate();
        MetricSpec metric = new MetricSpec(
                MetricSpec.metricName(
                        context.index(), "aws-dynamodb-" + query.expressions().table()),
                MetricTarget.averageValue((double) targetValue),
                new ActivationThreshold((double) activation));
        return new DynamoDbSettings(metric, query, target);
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
        return new ItemQuery(
                expressions,
                new ItemQuery.Values(placeholders.names(), placeholders.values()),
                metadata.bool("consistentRead", false),
                metadata.wholeNumber("maxPages", DEFAULT_MAX_PAGES, 1),
                stopAtCount(metadata));
    }

    private static OptionalLong stopAtCount(TriggerMetadata metadata) {
        long count = metadata.wholeNumber("stopAtCount", 0, 1);
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
