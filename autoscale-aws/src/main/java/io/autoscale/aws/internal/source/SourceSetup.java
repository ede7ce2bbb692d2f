// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerSource;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkClient;

/**
 * What a source of one trigger is made with.
 *
 * @param target where calls go and who signs them
 * @param index the position of the trigger in its scaled job
 * @param eventSource the metadata that names the event source, by key
 */
public record SourceSetup(
        AwsClients clients, AwsTarget target, int index, Duration pollingInterval, Map<String, String> eventSource) {

    private record Key(AwsTarget target, Object thing) {}

    /** Borrows a client that is called once in each polling interval. */
    public <C extends SdkClient> AwsClients.Lease<C> client(ClientType<C> type) {
        return clients.lease(type, target, pollingInterval);
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
     * A source whose reads serve all triggers on an equal thing.
     *
     * @param thing what is read; a record of a type of its own
     * @param reader makes the reader for the first of these triggers
     * @param sample what a read is for this trigger
     */
    public <V> ScalerSource shared(
            MetricSpec metric, Object thing, Supplier<Reader<?, V>> reader, Function<V, MetricSample> sample) {
        return new SharedSource<>(
                metric, share(thing, () -> new SharedSource.Reads<>(reader.get(), clients.sharedRead())), sample);
    }

    /** Borrows what all triggers on an equal thing share. */
    public <T extends LeasePool.Closeable> LeasePool.Lease<T> share(Object thing, Supplier<T> maker) {
        return clients.share(new Key(target, thing), maker);
    }
}
