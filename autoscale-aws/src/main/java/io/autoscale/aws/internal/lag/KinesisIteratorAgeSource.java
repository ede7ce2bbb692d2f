// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.lag;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import java.util.HashMap;
import java.util.Map;

/** How many seconds the reader of one stream that is furthest behind is behind. */
final class KinesisIteratorAgeSource implements ScalerSource {

    private static final double MILLIS = 1000;

    private final MetricSpec metric;
    private final long targetSeconds;
    private final ScalerSource iteratorAge;
    private final ScalerSource incoming;
    private final ScalerSource shards;

    KinesisIteratorAgeSource(
            MetricSpec metric,
            long targetSeconds,
            ScalerSource iteratorAge,
            ScalerSource incoming,
            ScalerSource shards) {
        this.metric = metric;
        this.targetSeconds = targetSeconds;
        this.iteratorAge = iteratorAge;
        this.incoming = incoming;
        this.shards = shards;
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public MetricSample sample() {
        MetricSample millis = iteratorAge.sample();
        if (!Derived.isDatapoint(millis)) {
            return nobodyReads();
        }
        double seconds = millis.value() / MILLIS;
        Map<String, Double> parts = new HashMap<>(millis.parts());
        parts.put("iteratorAgeSeconds", seconds);
        if (seconds <= targetSeconds) {
            // one reader: the number of shards does not matter, and need not be asked for
            return new MetricSample(seconds, millis.observedAt(), parts);
        }
        double open = shards.sample().value();
        parts.put("openShards", open);
        return new MetricSample(Math.min(seconds, targetSeconds * open), millis.observedAt(), parts);
    }

    @Override
    public void close() {
        iteratorAge.close();
        incoming.close();
        shards.close();
    }

    private MetricSample nobodyReads() {
        MetricSample records = incoming.sample();
        return new MetricSample(
                records.value() > 0 ? targetSeconds : 0,
                records.observedAt(),
                Map.of("incomingRecords", records.value()));
    }
}
