// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodbstreams;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;

/**
 * What the text of an {@code aws-dynamodb-streams} trigger means.
 *
 * @param table its name or ARN
 * @param maxPages how many pages of shards a read may have
 * @param openShardsOnly whether closed shards are left out
 * @param target where DynamoDB Streams is asked
 */
record DynamoDbStreamsSettings(
        MetricSpec metric, String table, long maxPages, boolean openShardsOnly, AwsTarget target) {

    private static final long DEFAULT_SHARD_COUNT = 2;
    private static final long DEFAULT_MAX_PAGES = 100;

    static DynamoDbStreamsSettings parse(SourceContext context, AwsClients clients) {
        TriggerMetadata metadata = context.metadata();
        AwsTarget target = clients.target(metadata, context, AwsService.DYNAMODB_STREAMS);
        String table = metadata.requiredText("tableName", "the name of a table");
        long shardCount = metadata.wholeNumber("shardCount", DEFAULT_SHARD_COUNT, 0);
        long activation = metadata.wholeNumber("activationShardCount", 0, Long.MIN_VALUE);
        boolean openShardsOnly = metadata.bool("openShardsOnly", false);
        long maxPages = metadata.wholeNumber("maxPages", DEFAULT_MAX_PAGES, 1);
        metadata.validate();
        MetricSpec metric = new MetricSpec(
                MetricSpec.metricName(context.index(), "aws-dynamodb-streams-" + table),
                MetricTarget.averageValue((double) shardCount),
                new ActivationThreshold((double) activation));
        return new DynamoDbStreamsSettings(metric, table, maxPages, openShardsOnly, target);
    }
}
