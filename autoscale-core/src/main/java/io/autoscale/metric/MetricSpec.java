// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

import java.util.Map;
import java.util.Objects;

/**
 * Describes the metric of a scaler source.
 *
 * @param name the external metric name, such as {@code s0-aws-sqs-videos}; the prefix {@code s0-} is optional
 * @param target the target that the metric is compared with
 * @param activation the threshold above which the trigger is active
 * @param inFlightCounting whether the metric counts work in flight
 * @param eventSource the entries of the trigger's metadata that identify the event source, such as {@code queueURL} or
 *     {@code tableName}, by key; jobs receive them as environment variables
 */
public record MetricSpec(
        String name,
        MetricTarget target,
        ActivationThreshold activation,
        InFlightCounting inFlightCounting,
        Map<String, String> eventSource) {

    /**
     * Validates the name.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public MetricSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: '" + name + "' is not valid, expected a metric name");
        }
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(inFlightCounting, "inFlightCounting");
        eventSource = Map.copyOf(eventSource);
    }

    /**
     * Creates a metric without event source entries.
     *
     * @param name the external metric name
     * @param target the target that the value is compared with
     * @param activation the threshold above which the trigger is active
     * @param inFlightCounting whether the metric counts work in flight
     * @throws IllegalArgumentException if the name is blank
     */
    public MetricSpec(
            String name, MetricTarget target, ActivationThreshold activation, InFlightCounting inFlightCounting) {
        this(name, target, activation, inFlightCounting, Map.of());
    }

    /**
     * Creates a metric of which it is unknown whether it counts work in flight.
     *
     * @param name the external metric name
     * @param target the target that the value is compared with
     * @param activation the threshold above which the trigger is active
     * @throws IllegalArgumentException if the name is blank
     */
    public MetricSpec(String name, MetricTarget target, ActivationThreshold activation) {
        this(name, target, activation, InFlightCounting.UNKNOWN);
    }

    /**
     * Creates a metric with an average value per replica as the target. Active above 0.
     *
     * @param name the external metric name
     * @param target the metric value per replica: finite and at least 0
     */
    public static MetricSpec averageValue(String name, double target) {
        return new MetricSpec(name, MetricTarget.averageValue(target), ActivationThreshold.ZERO);
    }

    /**
     * Returns a copy with an entry of the metadata that identifies the event source.
     *
     * @param key the key in the trigger's metadata, such as {@code queueURL}
     * @param text the value that workers use to find the event source
     */
    public MetricSpec withEventSource(String key, String text) {
        return new MetricSpec(name, target, activation, inFlightCounting, Map.of(key, text));
    }

    /**
     * Returns a copy with the name that KEDA gives to the metric of a trigger, prefixed with {@code s<index>-}. A name
     * that already has the prefix is not changed.
     *
     * @param triggerIndex the position of the trigger in its ScaledJob, from 0
     */
    public MetricSpec ofTrigger(int triggerIndex) {
        return name.startsWith("s" + triggerIndex + "-")
                ? this
                : new MetricSpec(metricName(triggerIndex, name), target, activation, inFlightCounting, eventSource);
    }

    /**
     * Returns the metric name of a trigger as in KEDA: {@code s<index>-<stem>}, with each of the characters
     * {@code / . : % ( )} of the stem replaced by a dash.
     *
     * @param triggerIndex the position of the trigger in its ScaledJob, from 0
     * @param stem the name that the trigger type derives from its metadata, such as {@code aws-sqs-videos}
     * @return the metric name
     */
    public static String metricName(int triggerIndex, String stem) {
        return "s" + triggerIndex + "-" + stem.replaceAll("[/.:%()]", "-");
    }
}
