// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.kinesis;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;

/** The number of open shards of one stream. */
final class KinesisSource implements ScalerSource {

    private final MetricSpec metric;
    private final LeasePool.Lease<KinesisStream> stream;

    KinesisSource(MetricSpec metric, LeasePool.Lease<KinesisStream> stream) {
        this.metric = metric;
        this.stream = stream;
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public MetricSample sample() {
        return stream.get().read();
    }

    @Override
    public void close() {
        stream.close();
    }
}
