// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the trigger {@code aws-cloudwatch}, with the very text that a manifest of KEDA holds.
 *
 * <p>Two defaults of this builder are safer than those of a manifest. First, a reading without a datapoint fails, so
 * nothing is scaled. In a manifest, the value is then {@code minMetricValue}. Second, the window is three periods long,
 * so a late datapoint leaves no gap. In a manifest, the default window is 300 s.
 */
public final class CloudWatchTrigger extends AwsTriggerBuilder<CloudWatchTrigger> {

    /** The trigger type. */
    public static final String TYPE = "aws-cloudwatch";

    private static final Duration DEFAULT_PERIOD = Duration.ofMinutes(5);
    private static final int PERIODS_READ = 3;

    private final List<String> dimensionNames = new ArrayList<>();
    private final List<String> dimensionValues = new ArrayList<>();
    private Duration period = DEFAULT_PERIOD;
    private Duration collectionTime = Duration.ZERO;

    private CloudWatchTrigger() {
        super(TYPE);
        whenMissing(false, 0);
    }

    /** Starts a trigger; a metric or an expression, the target and the region are required. */
    public static CloudWatchTrigger builder() {
        return new CloudWatchTrigger();
    }

    /**
     * Sets the metric.
     *
     * @param namespace such as {@code AWS/SQS}
     * @param metricName such as {@code ApproximateNumberOfMessagesVisible}
     */
    public CloudWatchTrigger metric(String namespace, String metricName) {
        return set("namespace", namespace).set("metricName", metricName);
    }

    /**
     * Adds a dimension of the metric.
     *
     * @param dimensionName such as {@code QueueName}; without {@code ;}
     * @param value such as {@code videos}; without {@code ;}
     */
    public CloudWatchTrigger dimension(String dimensionName, String value) {
        dimensionNames.add(dimensionName);
        dimensionValues.add(value);
        return set("dimensionName", String.join(";", dimensionNames))
                .set("dimensionValue", String.join(";", dimensionValues));
    }

    /**
     * Asks for an expression instead of a metric.
     *
     * @param expression a Metrics Insights query, a search, or metric maths; of several results the first counts
     */
    public CloudWatchTrigger expression(String expression) {
        return set("expression", expression);
    }

    /**
     * Sets the amount of the metric that one job carries.
     *
     * @param amount in the unit of the metric: at least 0; 0 wants no jobs
     */
    public CloudWatchTrigger targetMetricValue(double amount) {
        return set("targetMetricValue", text(amount));
    }

    /**
     * Sets the amount above which, strictly, the trigger is active; 0 unless set.
     *
     * @param amount in the unit of the metric
     */
    public CloudWatchTrigger activationTargetMetricValue(double amount) {
        return set("activationTargetMetricValue", text(amount));
    }

    /**
     * Takes a value where there is no datapoint, instead of a failed reading.
     *
     * @param value in the unit of the metric: at least 0
     */
    public CloudWatchTrigger valueWithoutDatapoint(double value) {
        return whenMissing(true, value);
    }

    /**
     * Sets the statistic; {@code Average} unless set.
     *
     * @param statistic such as {@code Sum}, {@code Maximum}, {@code p99.9} or {@code tm95}
     */
    public CloudWatchTrigger metricStat(String statistic) {
        return set("metricStat", statistic);
    }

    /**
     * Sets the length of a datapoint; five minutes unless set.
     *
     * @param length 1, 5, 10 or 30 seconds, or whole minutes
     */
    public CloudWatchTrigger metricStatPeriod(Duration length) {
        this.period = length;
        return this;
    }

    /**
     * Sets how far back datapoints are looked for; three periods unless set.
     *
     * @param length a multiple of the period
     */
    public CloudWatchTrigger metricCollectionTime(Duration length) {
        this.collectionTime = length;
        return this;
    }

    /**
     * Sets how long before now the newest datapoint ends; zero unless set.
     *
     * @param offset whole seconds
     */
    public CloudWatchTrigger metricEndTimeOffset(Duration offset) {
        return set("metricEndTimeOffset", offset.toSeconds());
    }

    /**
     * Sets how old a datapoint may be before it counts as missing; as old as the window allows unless set. A key
     * of our own, which KEDA does not know.
     *
     * @param age whole seconds, above zero; counted from the beginning of the datapoint's period
     */
    public CloudWatchTrigger maxDatapointAge(Duration age) {
        return set("maxDatapointAge", age.toSeconds());
    }

    /**
     * Sets the unit of the datapoints; all units unless set.
     *
     * @param unit such as {@code Count}
     */
    public CloudWatchTrigger metricUnit(String unit) {
        return set("metricUnit", unit);
    }

    /**
     * Sets the account that the metric belongs to; the caller's own unless set.
     *
     * @param account twelve digits; the account must share its metrics with the caller's
     */
    public CloudWatchTrigger awsAccountId(String account) {
        return set("awsAccountId", account);
    }

    @Override
    public Trigger build() {
        Duration collected = collectionTime.isZero() ? period.multipliedBy(PERIODS_READ) : collectionTime;
        set("metricStatPeriod", period.toSeconds());
        set("metricCollectionTime", collected.toSeconds());
        return super.build();
    }

    private CloudWatchTrigger whenMissing(boolean takesValue, double value) {
        return set("ignoreNullValues", takesValue).set("minMetricValue", text(value));
    }

    private static String text(double amount) {
        return amount == Math.rint(amount) && Math.abs(amount) < 1e15
                ? Long.toString((long) amount)
                : Double.toString(amount);
    }
}
