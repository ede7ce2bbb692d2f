// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.source.Grants;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.TriggerMetadata;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Triggers of type {@code aws-cloudwatch}: the newest datapoint of a metric or an expression. */
public final class CloudWatchType extends TriggerType<CloudWatchType.Settings> {

    private static final String A_NUMBER = "a finite number >= 0";
    private static final long DEFAULT_SECONDS = 300;
    private static final long MINUTE = 60;

    /** Without a {@code minimum}, a read without a datapoint fails; without a {@code maxAge}, the window limits the age. */
    public record Settings(
            MetricQuery query,
            MetricWindow window,
            double target,
            double activation,
            @Nullable Double minimum,
            @Nullable Duration maxAge) {}

    public CloudWatchType() {
        super(CloudWatchTrigger.TYPE, AwsService.CLOUDWATCH);
    }

    @Override
    protected Settings parse(TriggerMetadata metadata, AwsRegion region) {
        double minimum = required(metadata, "minMetricValue");
        MetricWindow window = window(metadata);
        return new Settings(
                MetricQuery.read(metadata, window.period()),
                window,
                required(metadata, "targetMetricValue"),
                metadata.number("activationTargetMetricValue", 0),
                metadata.bool("ignoreNullValues", true) ? minimum : null,
                maxAge(metadata));
    }

    @Override
    protected void grants(Settings settings, Grants grants) {
        // IAM knows no smaller resource for this action
        grants.allow("ReadMetrics", "cloudwatch:GetMetricData", "*");
    }

    @Override
    protected ScalerSource open(Settings settings, SourceSetup setup) {
        MetricSpec metric = setup.metric(CloudWatchTrigger.TYPE, settings.target(), settings.activation());
        MetricQuery query = settings.query();
        MetricWindow window = settings.window();
        LeasePool.Lease<MetricGroup> group = setup.share(window, () -> new MetricGroup(window, setup));
        LeasePool.Closeable member = group.get().join(query);
        MetricSamples samples = new MetricSamples(settings, setup.target().region());
        return ScalerSource.of(metric, () -> samples.of(group.get().read(query), setup.now()), () -> {
            member.close();
            group.close();
        });
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
