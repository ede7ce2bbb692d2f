// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the text of an {@code aws-cloudwatch} trigger means.
 *
 * @param minimum the value where there is no datapoint, or null where that is a failed reading
 * @param maxAge how old a datapoint may be, or null for as old as the window allows
 */
record CloudWatchSettings(
        MetricSpec metric,
        MetricQuery query,
        MetricWindow window,
        @Nullable Double minimum,
        @Nullable Duration maxAge,
        AwsTarget target) {

    private static final String A_NUMBER = "a finite number >= 0";
    private static final long DEFAULT_SECONDS = 300;
    private static final long MINUTE = 60;

    static CloudWatchSettings parse(SourceContext context, AwsClients clients) {
        TriggerMetadata metadata = context.metadata();
        MetricQuery query = QueryReader.read(metadata);
        double target = required(metadata, "targetMetricValue");
        double activation = metadata.number("activationTargetMetricValue", 0);
        double minimum = required(metadata, "minMetricValue");
        boolean ignoreNullValues = metadata.bool("ignoreNullValues", true);
        MetricWindow window = window(metadata);
        Duration maxAge = maxAge(metadata);
        AwsTarget awsTarget = clients.target(metadata, context, AwsService.CLOUDWATCH);
        metadata.validate();
        MetricSpec metric = new MetricSpec(
                MetricSpec.metricName(context.index(), CloudWatchTrigger.TYPE),
                MetricTarget.averageValue(target),
                new ActivationThreshold(activation));
        return new CloudWatchSettings(metric, query, window, ignoreNullValues ? minimum : null, maxAge, awsTarget);
    }

    private static double required(TriggerMetadata metadata, String key) {
        if (metadata.requiredText(key, A_NUMBER).isEmpty()) {
            return 0;
        }
        double number = metadata.number(key, 0);
        if (number < 0) {
            metadata.reject(key, metadata.text(key).orElse(""), A_NUMBER);
            return 0;
        }
        return number;
    }

    private static MetricWindow window(TriggerMetadata metadata) {
        long period = metadata.wholeNumber("metricStatPeriod", DEFAULT_SECONDS, 1);
        boolean valid = period == 1 || period == 5 || period == 10 || period == 30 || period % MINUTE == 0;
        if (!valid || period > Integer.MAX_VALUE) {
            metadata.reject("metricStatPeriod", Long.toString(period), "1, 5, 10, 30 or a multiple of 60, in seconds");
            period = DEFAULT_SECONDS;
            valid = false;
        }
        long collection = metadata.wholeNumber("metricCollectionTime", DEFAULT_SECONDS, 0);
        if (valid && collection % period != 0) {
            metadata.reject(
                    "metricCollectionTime",
                    Long.toString(collection),
                    "a multiple of metricStatPeriod " + period + ", in seconds");
        }
        long offset = metadata.wholeNumber("metricEndTimeOffset", 0, 0);
        return new MetricWindow(Duration.ofSeconds(period), Duration.ofSeconds(collection), Duration.ofSeconds(offset));
    }

    private static @Nullable Duration maxAge(TriggerMetadata metadata) {
        Optional<String> text = metadata.text("maxDatapointAge");
        return text.isEmpty() ? null : Duration.ofSeconds(metadata.wholeNumber("maxDatapointAge", 1, 1));
    }
}
