// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The newest datapoint of one metric or expression. */
final class CloudWatchSource implements ScalerSource {

    private static final double MILLIS = 1000;

    private final MetricSpec metric;
    private final CloudWatchType.Settings settings;
    private final LeasePool.Lease<MetricGroup> group;
    private final String region;
    private final InstantSource clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    CloudWatchSource(
            MetricSpec metric,
            CloudWatchType.Settings settings,
            LeasePool.Lease<MetricGroup> group,
            SourceSetup setup) {
        this.metric = metric;
        this.settings = settings;
        this.group = group;
        this.region = setup.target().region();
        this.clock = setup.clients().clock();
        group.get().join(settings.query());
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public MetricSample sample() {
        MetricOutcome outcome = group.get().read(settings.query());
        if (outcome instanceof MetricOutcome.Failed failed) {
            throw new ScalerException(failed.kind(), failed.message());
        }
        if (outcome instanceof MetricOutcome.Datapoint datapoint) {
            return sample(datapoint);
        }
        return without("has no datapoint in the last "
                + settings.window()
                        .collection()
                        .plus(settings.window().offset())
                        .toSeconds() + " s");
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            group.get().leave(settings.query());
            group.close();
        }
    }

    private MetricSample sample(MetricOutcome.Datapoint datapoint) {
        Instant now = clock.instant();
        Duration age = Duration.between(datapoint.timestamp(), now);
        Duration maxAge = settings.maxAge();
        if (maxAge != null && age.compareTo(maxAge) > 0) {
            return without("has no datapoint younger than " + maxAge.toSeconds() + " s; the newest is "
                    + age.toSeconds() + " s old");
        }
        double value = datapoint.value();
        if (!Double.isFinite(value) || value < 0) {
            throw new ScalerException(Kind.BAD_DATA, what() + " is " + value + ", expected a finite number >= 0");
        }
        // the newest datapoint; its age is a part
        return new MetricSample(value, now, Map.of("ageSeconds", age.toMillis() / MILLIS));
    }

    private MetricSample without(String why) {
        Double minimum = settings.minimum();
        if (minimum == null) {
            throw new ScalerException(Kind.UNAVAILABLE, what() + " " + why);
        }
        return new MetricSample(minimum, clock.instant());
    }

    private String what() {
        return "CloudWatch " + settings.query().describe() + " in " + region;
    }
}
