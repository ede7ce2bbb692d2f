// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.lag;

import io.autoscale.aws.cloudwatch.CloudWatchTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The triggers that a trigger of this package is made of, with its region and identity. */
final class Derived {

    static final String ENDPOINT = "awsEndpoint";

    /** The services write one datapoint a minute, and some minutes late. */
    private static final String PERIOD_SECONDS = "60";

    private static final String WINDOW_SECONDS = "300";

    /** The part of a CloudWatch sample that is there when it stands for a datapoint. */
    private static final String AGE = "ageSeconds";

    private final SourceContext context;
    private final Set<String> ownKeys;

    /**
     * Starts.
     *
     * @param context of the trigger
     * @param ownKeys which metadata is not handed on
     */
    Derived(SourceContext context, Set<String> ownKeys) {
        this.context = context;
        this.ownKeys = ownKeys;
    }

    /** A metric of a minute's datapoints, whose sample {@link #isDatapoint says} when there is none. */
    SourceContext metric(
            @Nullable String account,
            String namespace,
            String name,
            String statistic,
            String dimensions,
            String values) {
        Trigger.Builder trigger = inherited(CloudWatchTrigger.TYPE);
        if (account != null) {
            trigger.metadata(AccountId.KEY, account);
        }
        return with(trigger.metadata("namespace", namespace)
                .metadata("metricName", name)
                .metadata("metricStat", statistic)
                .metadata("dimensionName", dimensions)
                .metadata("dimensionValue", values)
                .metadata("metricStatPeriod", PERIOD_SECONDS)
                .metadata("metricCollectionTime", WINDOW_SECONDS)
                .metadata("targetMetricValue", "1")
                .metadata("minMetricValue", "0"));
    }

    /** Another trigger, at the endpoint of its own service. */
    Trigger.Builder inherited(String type) {
        Trigger.Builder trigger = Trigger.builder(type);
        context.trigger().metadata().forEach((key, value) -> {
            boolean ofCloudWatch = key.equals(ENDPOINT) && !type.equals(CloudWatchTrigger.TYPE);
            if (!ownKeys.contains(key) && !ofCloudWatch) {
                trigger.metadata(key, value);
            }
        });
        return trigger;
    }

    SourceContext with(Trigger.Builder trigger) {
        return new SourceContext(
                trigger.build(),
                context.index(),
                context.authentication(),
                context.environment(),
                context.clock(),
                context.pollingInterval(),
                context.warnings());
    }

    static boolean isDatapoint(MetricSample sample) {
        return sample.parts().containsKey(AGE);
    }

    /** Makes all of them, or none. */
    static List<ScalerSource> makeAll(List<Supplier<ScalerSource>> recipes) {
        List<ScalerSource> made = new ArrayList<>();
        try {
            recipes.forEach(recipe -> made.add(recipe.get()));
            return made;
        } catch (RuntimeException e) {
            made.forEach(ScalerSource::close);
            throw e;
        }
    }
}
