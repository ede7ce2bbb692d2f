// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Converts the outcome of a query to the sample of one trigger. */
record MetricSamples(CloudWatchType.Settings settings, String region) {

    private static final double MILLIS = 1000;

    MetricSample of(MetricOutcome outcome, Instant now) {
        if (outcome instanceof MetricOutcome.Failed failed) {
            throw new ScalerException(failed.kind(), failed.message());
        }
        if (outcome instanceof MetricOutcome.Datapoint datapoint) {
            return of(datapoint, now);
        }
        MetricWindow window = settings.window();
        return without(
                now,
                "has no datapoint in the last "
                        + window.collection().plus(window.offset()).toSeconds() + " s");
    }

    private MetricSample of(MetricOutcome.Datapoint datapoint, Instant now) {
        Duration age = Duration.between(datapoint.timestamp(), now);
        Duration maxAge = settings.maxAge();
        if (maxAge != null && age.compareTo(maxAge) > 0) {
            return without(
                    now,
                    "has no datapoint younger than " + maxAge.toSeconds() + " s; the newest is " + age.toSeconds()
                            + " s old");
        }
        double value = datapoint.value();
        if (!Double.isFinite(value) || value < 0) {
            throw new ScalerException(Kind.BAD_DATA, what() + " is " + value + ", expected a finite number >= 0");
        }
        // the newest datapoint; its age is a part
        return new MetricSample(value, now, Map.of("ageSeconds", age.toMillis() / MILLIS));
    }

    private MetricSample without(Instant now, String why) {
        Double minimum = settings.minimum();
        if (minimum == null) {
            throw new ScalerException(Kind.UNAVAILABLE, what() + " " + why);
        }
        return new MetricSample(minimum, now);
    }

    private String what() {
        return "CloudWatch " + settings.query().describe() + " in " + region;
    }
}
