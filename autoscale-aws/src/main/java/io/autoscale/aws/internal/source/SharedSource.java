// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source whose reads are shared, and that never takes the same read twice. */
final class SharedSource<V> implements ScalerSource {

    private final MetricSpec metric;
    private final LeasePool.Lease<Reads<V>> reads;
    private final Function<V, MetricSample> sample;
    private volatile @Nullable Instant lastRead;

    /** What all sources on one thing have in common. */
    record Reads<V>(Reader<?, V> reader, SharedRead<V> shared) implements LeasePool.Closeable {
        @Override
        public void close() {
            reader.close();
        }
    }

    SharedSource(MetricSpec metric, LeasePool.Lease<Reads<V>> reads, Function<V, MetricSample> sample) {
        this.metric = metric;
        this.reads = reads;
        this.sample = sample;
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public MetricSample sample() {
        Reads<V> from = reads.get();
        MetricSample read = sample.apply(from.shared.get(from.reader::read, lastRead));
        lastRead = read.observedAt();
        return read;
    }

    @Override
    public void close() {
        reads.close();
    }
}
