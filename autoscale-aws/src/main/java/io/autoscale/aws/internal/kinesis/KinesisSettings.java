// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.kinesis;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;

/** What the text of an {@code aws-kinesis-stream} trigger means. */
record KinesisSettings(MetricSpec metric, StreamAddress stream, AwsTarget target) {

    private static final long DEFAULT_SHARD_COUNT = 2;

    static KinesisSettings parse(SourceContext context, AwsClients clients) {
        TriggerMetadata metadata = context.metadata();
        AwsTarget target = clients.target(metadata, context, AwsService.KINESIS);
        StreamAddress stream = StreamAddress.read(metadata, target.location().region());
        long shardCount = metadata.wholeNumber("shardCount", DEFAULT_SHARD_COUNT, 0);
        long activation = metadata.wholeNumber("activationShardCount", 0, Long.MIN_VALUE);
        metadata.validate();
        MetricSpec metric = new MetricSpec(
                MetricSpec.metricName(context.index(), "aws-kinesis-" + stream.name()),
                MetricTarget.averageValue((double) shardCount),
                new ActivationThreshold((double) activation));
        return new KinesisSettings(metric, stream, target);
    }
}
