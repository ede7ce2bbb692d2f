// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.cloudwatch;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the trigger {@code aws-cloudwatch}, with the very text that a manifest of KEDA holds.
 *
 * <p>Two defaults are safer than those of a manifest, which are kept for manifests: without a datapoint the reading
 * fails, so that nothing is scaled, where a manifest gives {@code minMetricValue}; and three periods are read, so that
 * a datapoint that comes late does not leave a gap, where a manifest reads one.
 */
public final class CloudWatchTrigger {

    /** The trigger type. */
    public static final String TYPE = "aws-cloudwatch";

    private static final Duration DEFAULT_PERIOD = Duration.ofMinutes(5);
    private static final int PERIODS_READ = 3;

    private CloudWatchTrigger() {}

    /**
     * Starts a trigger; a metric or an expression, the target and the region are required.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds the trigger. Errors in what it is given are found when a scaled job with it is registered. */
    public static final class Builder {

        private final Trigger.Builder trigger = Trigger.builder(TYPE);
        private final List<String> dimensionNames = new ArrayList<>();
        private final List<String> dimensionValues = new ArrayList<>();
        private Duration period = DEFAULT_PERIOD;
        private Duration collectionTime = Duration.ZERO;

        private Builder() {
            whenMissing(false, 0);
        }

        /**
         * Names the trigger.
         *
         * @param name unique in its scaled job
         * @return this builder
         */
        public Builder name(String name) {
            trigger.name(name);
            return this;
        }

        /**
         * Sets the metric.
         *
         * @param namespace such as {@code AWS/SQS}
         * @param metricName such as {@code ApproximateNumberOfMessagesVisible}
         * @return this builder
         */
        public Builder metric(String namespace, String metricName) {
            trigger.metadata("namespace", namespace).metadata("metricName", metricName);
            return this;
        }

        /**
         * Adds a dimension of the metric.
         *
         * @param dimensionName such as {@code QueueName}; without {@code ;}
         * @param value such as {@code videos}; without {@code ;}
         * @return this builder
         */
        public Builder dimension(String dimensionName, String value) {
            dimensionNames.add(dimensionName);
            dimensionValues.add(value);
            trigger.metadata("dimensionName", String.join(";", dimensionNames))
                    .metadata("dimensionValue", String.join(";", dimensionValues));
            return this;
        }

        /**
         * Asks for an expression instead of a metric.
         *
         * @param expression a Metrics Insights query, a search, or metric maths; of several results the first counts
         * @return this builder
         */
        public Builder expression(String expression) {
            trigger.metadata("expression", expression);
            return this;
        }

        /**
         * Sets the amount of the metric that one job carries.
         *
         * @param amount in the unit of the metric: at least 0; 0 wants no jobs
         * @return this builder
         */
        public Builder targetMetricValue(double amount) {
            trigger.metadata("targetMetricValue", text(amount));
            return this;
        }

        /**
         * Sets the amount above which, strictly, the trigger is active; 0 unless set.
         *
         * @param amount in the unit of the metric
         * @return this builder
         */
        public Builder activationTargetMetricValue(double amount) {
            trigger.metadata("activationTargetMetricValue", text(amount));
            return this;
        }

        /**
         * Takes a value where there is no datapoint, instead of a failed reading.
         *
         * @param value in the unit of the metric: at least 0
         * @return this builder
         */
        public Builder valueWithoutDatapoint(double value) {
            return whenMissing(true, value);
        }

        /**
         * Sets the statistic; {@code Average} unless set.
         *
         * @param statistic such as {@code Sum}, {@code Maximum}, {@code p99.9} or {@code tm95}
         * @return this builder
         */
        public Builder metricStat(String statistic) {
            trigger.metadata("metricStat", statistic);
            return this;
        }

        /**
         * Sets the length of a datapoint; five minutes unless set.
         *
         * @param length 1, 5, 10 or 30 seconds, or whole minutes
         * @return this builder
         */
        public Builder metricStatPeriod(Duration length) {
            this.period = length;
            return this;
        }

        /**
         * Sets how far back datapoints are looked for; three periods unless set.
         *
         * @param length a multiple of the period
         * @return this builder
         */
        public Builder metricCollectionTime(Duration length) {
            this.collectionTime = length;
            return this;
        }

        /**
         * Sets how long before now the newest datapoint ends; zero unless set.
         *
         * @param offset whole seconds
         * @return this builder
         */
        public Builder metricEndTimeOffset(Duration offset) {
            trigger.metadata("metricEndTimeOffset", Long.toString(offset.toSeconds()));
            return this;
        }

        /**
         * Sets how old a datapoint may be before it counts as missing; as old as the window allows unless set. A key
         * of our own, which KEDA does not know.
         *
         * @param age whole seconds, above zero; counted from the beginning of the datapoint's period
         * @return this builder
         */
        public Builder maxDatapointAge(Duration age) {
            trigger.metadata("maxDatapointAge", Long.toString(age.toSeconds()));
            return this;
        }

        /**
         * Sets the unit of the datapoints; all units unless set.
         *
         * @param unit such as {@code Count}
         * @return this builder
         */
        public Builder metricUnit(String unit) {
            trigger.metadata("metricUnit", unit);
            return this;
        }

        /**
         * Sets the account that the metric belongs to; the caller's own unless set.
         *
         * @param account twelve digits; the account must share its metrics with the caller's
         * @return this builder
         */
        public Builder awsAccountId(String account) {
            trigger.metadata("awsAccountId", account);
            return this;
        }

        /**
         * Sets the region.
         *
         * @param region such as {@code eu-west-1}
         * @return this builder
         */
        public Builder awsRegion(String region) {
            trigger.metadata("awsRegion", region);
            return this;
        }

        /**
         * Sends requests elsewhere than to AWS's own endpoint.
         *
         * @param endpoint an absolute http or https URL that the program allows
         * @return this builder
         */
        public Builder awsEndpoint(String endpoint) {
            trigger.metadata("awsEndpoint", endpoint);
            return this;
        }

        /**
         * Says where the credentials are.
         *
         * @param reference the reference
         * @return this builder
         */
        public Builder authenticationRef(AuthenticationRef reference) {
            trigger.authenticationRef(reference);
            return this;
        }

        /**
         * Makes the trigger.
         *
         * @return the trigger
         */
        public Trigger build() {
            Duration collected = collectionTime.isZero() ? period.multipliedBy(PERIODS_READ) : collectionTime;
            return trigger.metadata("metricStatPeriod", Long.toString(period.toSeconds()))
                    .metadata("metricCollectionTime", Long.toString(collected.toSeconds()))
                    .build();
        }

        private Builder whenMissing(boolean takesValue, double value) {
            trigger.metadata("ignoreNullValues", Boolean.toString(takesValue)).metadata("minMetricValue", text(value));
            return this;
        }

        private static String text(double amount) {
            return amount == Math.rint(amount) && Math.abs(amount) < 1e15
                    ? Long.toString((long) amount)
                    : Double.toString(amount);
        }
    }
}
