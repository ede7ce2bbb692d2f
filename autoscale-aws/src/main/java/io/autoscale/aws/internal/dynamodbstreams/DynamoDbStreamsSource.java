// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodbstreams;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import java.util.Map;

/** The number of shards of the latest stream of one table. */
final class DynamoDbStreamsSource implements ScalerSource {

    private final MetricSpec metric;
    private final boolean openShardsOnly;
    private final LeasePool.Lease<TableStream> stream;

    DynamoDbStreamsSource(MetricSpec metric, boolean openShardsOnly, LeasePool.Lease<TableStream> stream) {
        this.metric = metric;
        this.openShardsOnly = openShardsOnly;
        this.stream = stream;
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public MetricSample sample() {
        TableStream.Shards shards = stream.get().read();
        double all = shards.all();
        double open = shards.open();
        return new MetricSample(
                openShardsOnly ? open : all, shards.observedAt(), Map.of("shards", all, "openShards", open));
    }

    @Override
    public void close() {
        stream.close();
    }
}
