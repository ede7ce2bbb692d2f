// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.kinesis;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.Reader;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.metric.MetricSample;
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
        super(CLIENT, address.name(), setup);
        this.address = address;
    }

    @Override
    public MetricSample read() {
        Instant observedAt = now();
        // the ARN also identifies the streams of other accounts
        String name = address.arn() == null ? address.name() : null;
        @Nullable
        StreamDescriptionSummary summary = call(
                OPERATION,
                kinesis -> kinesis.describeStreamSummary(
                                request -> request.streamName(name).streamARN(address.arn()))
                        .streamDescriptionSummary());
        Integer shards = summary == null ? null : summary.openShardCount();
        if (shards == null || shards < 0) {
            throw badData(
                    OPERATION,
                    shards == null
                            ? "no OpenShardCount"
                            : "OpenShardCount '" + shards + "', expected a whole number >= 0");
        }
        return new MetricSample(shards, observedAt);
    }
}
