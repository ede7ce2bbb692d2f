// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.kinesis;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.Reader;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** One stream as one identity sees it: the number of its open shards. */
final class KinesisStream extends Reader<KinesisClient, MetricSample> {

    private static final ClientType<KinesisClient> CLIENT = ClientType.of(AwsService.KINESIS, KinesisClient::builder);

    private static final String OPERATION = "DescribeStreamSummary";

    private final StreamAddress address;

    KinesisStream(StreamAddress address, SourceSetup setup) {
        super(CLIENT, setup);
        this.address = address;
    }

    @Override
    public MetricSample read() {
        Instant observedAt = now();
        return new MetricSample(
                openShards(client.call(
                        OPERATION,
                        address::name,
                        kinesis -> kinesis.describeStreamSummary(request ->
                                        request.streamName(nameToSend()).streamARN(address.arn()))
                                .streamDescriptionSummary())),
                observedAt);
    }

    /** Null if the ARN is known, which also identifies the streams of other accounts. */
    private @Nullable String nameToSend() {
        return address.arn() == null ? address.name() : null;
    }

    private double openShards(@Nullable StreamDescriptionSummary summary) {
        Integer count = summary == null ? null : summary.openShardCount();
        String call = "Kinesis " + OPERATION + " of " + address.name() + " in " + region();
        if (count == null) {
            throw new ScalerException(Kind.BAD_DATA, call + " returned no OpenShardCount");
        }
        if (count < 0) {
            throw new ScalerException(
                    Kind.BAD_DATA, call + " returned OpenShardCount '" + count + "', expected a whole number >= 0");
        }
        return count;
    }
}
