// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a source of one trigger is made with; the event source is the metadata that names it, by key. */
public record SourceSetup(
        AwsClients clients, AwsTarget target, int index, Duration pollingInterval, Map<String, String> eventSource) {

    private record Key(AwsTarget target, Object thing) {}

    public Instant now() {
        return clients.settings().clock().instant();
    }

    /** A metric of which each job carries a share. */
    public MetricSpec metric(String stem, double target, double activation, InFlightCounting counting) {
        return new MetricSpec(
                MetricSpec.metricName(index, stem),
                MetricTarget.averageValue(target),
                new ActivationThreshold(activation),
                counting,
                eventSource);
    }

    public MetricSpec metric(String stem, double target, double activation) {
        return metric(stem, target, activation, InFlightCounting.UNKNOWN);
    }

    /**
     * A source whose reads serve all triggers with an equal {@code thing}, the key: a record type used for nothing else. The
     * first of these triggers makes the reader. {@code sample} converts a read to the sample of this trigger, which never
     * takes the same read twice.
     */
    public <V> ScalerSource shared(
            MetricSpec metric, Object thing, Supplier<Reader<?, V>> maker, Function<V, MetricSample> sample) {
        LeasePool.Lease<Reader<?, V>> reader = share(thing, maker);
        AtomicReference<@Nullable Instant> lastRead = new AtomicReference<>();
        return ScalerSource.of(
                metric,
                () -> {
                    MetricSample read = sample.apply(reader.get().read(lastRead.get()));
                    lastRead.set(read.observedAt());
                    return read;
                },
                reader::close);
    }

    /** Borrows what all triggers on an equal thing share. */
    public <T extends LeasePool.Closeable> LeasePool.Lease<T> share(Object thing, Supplier<T> maker) {
        return clients.share(new Key(target, thing), maker);
    }
}
