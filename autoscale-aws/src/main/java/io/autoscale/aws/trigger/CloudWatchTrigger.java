// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the trigger {@code aws-cloudwatch}, with the same metadata as a KEDA manifest.
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

    /** Returns a builder. A metric or an expression, the target and the region are required. */
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
     * Sets an expression instead of a metric.
     *
     * @param expression a Metrics Insights query, a search, or metric math; only the first result counts
     */
    public CloudWatchTrigger expression(String expression) {
        return set("expression", expression);
    }

    /**
     * Sets the target amount of the metric per job.
     *
     * @param amount in the unit of the metric: at least 0; 0 requests no jobs
     */
    public CloudWatchTrigger targetMetricValue(double amount) {
        return set("targetMetricValue", text(amount));
    }

    /**
     * Sets the activation threshold: the trigger is active above this amount; 0 by default.
     *
     * @param amount in the unit of the metric
     */
    public CloudWatchTrigger activationTargetMetricValue(double amount) {
        return set("activationTargetMetricValue", text(amount));
    }

    /**
     * Sets the value if there is no datapoint. By default, the reading then fails.
     *
     * @param value in the unit of the metric: at least 0
     */
    public CloudWatchTrigger valueWithoutDatapoint(double value) {
        return whenMissing(true, value);
    }

    /**
     * Sets the statistic; {@code Average} by default.
     *
     * @param statistic such as {@code Sum}, {@code Maximum}, {@code p99.9} or {@code tm95}
     */
    public CloudWatchTrigger metricStat(String statistic) {
        return set("metricStat", statistic);
    }

    /**
     * Sets the period of a datapoint; five minutes by default.
     *
     * @param length 1, 5, 10 or 30 seconds, or whole minutes
     */
    public CloudWatchTrigger metricStatPeriod(Duration length) {
        this.period = length;
        return this;
    }

    /**
     * Sets the length of the time window; three periods by default.
     *
     * @param length a multiple of the period
     */
    public CloudWatchTrigger metricCollectionTime(Duration length) {
        this.collectionTime = length;
        return this;
    }

    /**
     * Sets the time between the end of the window and now; zero by default.
     *
     * @param offset whole seconds
     */
    public CloudWatchTrigger metricEndTimeOffset(Duration offset) {
        return set("metricEndTimeOffset", offset.toSeconds());
    }

    /**
     * Sets the maximum age of a datapoint; an older one counts as missing. By default, the window limits the age. Not in
     * KEDA.
     *
     * @param age whole seconds, above zero; counted from the start of the period of the datapoint
     */
    public CloudWatchTrigger maxDatapointAge(Duration age) {
        return set("maxDatapointAge", age.toSeconds());
    }

    /**
     * Sets the unit of the datapoints; all units by default.
     *
     * @param unit such as {@code Count}
     */
    public CloudWatchTrigger metricUnit(String unit) {
        return set("metricUnit", unit);
    }

    /**
     * Sets the account of the metric; the caller's account by default.
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
