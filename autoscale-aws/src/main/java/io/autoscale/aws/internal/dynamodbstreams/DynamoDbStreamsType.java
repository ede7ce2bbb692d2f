// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodbstreams;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.source.Grants;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.TriggerMetadata;
import java.util.Map;

/**
 * Triggers of type {@code aws-dynamodb-streams}: the number of shards of the latest stream of a table, and not the lag
 * of its readers. Samples have the parts {@code shards}, with those that were closed within a day, and {@code
 * openShards}.
 */
public final class DynamoDbStreamsType extends TriggerType<DynamoDbStreamsType.Settings> {

    private static final long DEFAULT_SHARD_COUNT = 2;
    private static final long DEFAULT_MAX_PAGES = 100;

    public record Settings(Stream stream, long shardCount, long activation, boolean openShardsOnly) {}

    /** What is read. With the bound on pages, as a read that is too long for one trigger need not be so for another. */
    public record Stream(String table, long maxPages) {}

    public DynamoDbStreamsType() {
        super(DynamoDbStreamsTrigger.TYPE, AwsService.DYNAMODB_STREAMS, "tableName");
    }

    @Override
    protected Settings parse(TriggerMetadata metadata, AwsRegion region) {
        return new Settings(
                new Stream(
                        metadata.requiredText("tableName", "the name of a table"),
                        metadata.wholeNumber("maxPages", DEFAULT_MAX_PAGES, 1)),
                metadata.wholeNumber("shardCount", DEFAULT_SHARD_COUNT, 0),
                metadata.wholeNumber("activationShardCount", 0, Long.MIN_VALUE),
                metadata.bool("openShardsOnly", false));
    }

    @Override
    protected void grants(Settings settings, Grants grants) {
        String table = grants.table(settings.stream().table());
        grants.allow("FindTableStreams", "dynamodb:DescribeTable", table);
        // the last part is the instant at which the stream was enabled
        grants.allow("ReadTableStreams", "dynamodb:DescribeStream", table + "/stream/*");
    }

    @Override
    protected ScalerSource open(Settings settings, SourceSetup setup) {
        Stream stream = settings.stream();
        return setup.shared(
                setup.metric("aws-dynamodb-streams-" + stream.table(), (double) settings.shardCount(), (double)
                        settings.activation()),
                stream,
                () -> new TableStream(stream.table(), stream.maxPages(), setup),
                shards -> sample(shards, settings.openShardsOnly()));
    }

    private static MetricSample sample(TableStream.Shards shards, boolean openShardsOnly) {
        double all = shards.all();
        double open = shards.open();
        return new MetricSample(
                openShardsOnly ? open : all, shards.observedAt(), Map.of("shards", all, "openShards", open));
    }
}
