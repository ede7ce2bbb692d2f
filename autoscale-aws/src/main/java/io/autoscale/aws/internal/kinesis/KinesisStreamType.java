// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.kinesis;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.source.Grants;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.TriggerMetadata;

/** Triggers of type {@code aws-kinesis-stream}: the open shards of a stream, and not the lag of its readers. */
public final class KinesisStreamType extends TriggerType<KinesisStreamType.Settings> {

    private static final long DEFAULT_SHARD_COUNT = 2;

    public record Settings(StreamAddress stream, long shardCount, long activation) {}

    public KinesisStreamType() {
        super(KinesisStreamTrigger.TYPE, AwsService.KINESIS, "streamName", "streamArn");
    }

    @Override
    protected Settings parse(TriggerMetadata metadata, AwsRegion region) {
        return new Settings(
                StreamAddress.read(metadata, region),
                metadata.wholeNumber("shardCount", DEFAULT_SHARD_COUNT, 0),
                metadata.wholeNumber("activationShardCount", 0, Long.MIN_VALUE));
    }

    @Override
    protected void grants(Settings settings, Grants grants) {
        StreamAddress stream = settings.stream();
        String arn = stream.arn();
        if (arn == null) {
            arn = grants.ofBareName("kinesis", "stream/" + stream.name(), "stream " + stream.name());
        }
        grants.allow("ReadStreamSummaries", "kinesis:DescribeStreamSummary", arn);
    }

    @Override
    protected ScalerSource open(Settings settings, SourceSetup setup) {
        StreamAddress stream = settings.stream();
        return setup.shared(
                setup.metric(
                        "aws-kinesis-" + stream.name(), (double) settings.shardCount(), (double) settings.activation()),
                stream,
                () -> new KinesisStream(stream, setup),
                sample -> sample);
    }
}
