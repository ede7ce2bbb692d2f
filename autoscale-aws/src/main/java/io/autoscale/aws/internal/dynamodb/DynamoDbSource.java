// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The number of items that a query finds, beside what it cost to count them. */
final class DynamoDbSource implements ScalerSource {

    private final MetricSpec metric;
    private final LeasePool.Lease<ItemCounter> counter;
    private volatile @Nullable Instant lastRead;

    DynamoDbSource(MetricSpec metric, LeasePool.Lease<ItemCounter> counter) {
        this.metric = metric;
        this.counter = counter;
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public MetricSample sample() {
        ItemCounter.Count count = counter.get().read(lastRead);
        lastRead = count.observedAt();
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("pages", (double) count.pages());
        count.readCapacityUnits().ifPresent(units -> parts.put("readCapacityUnits", units));
        if (!count.whole()) {
            parts.put("atLeast", 1.0);
        }
        return new MetricSample((double) count.items(), count.observedAt(), parts);
    }

    @Override
    public void close() {
        counter.close();
    }
}
