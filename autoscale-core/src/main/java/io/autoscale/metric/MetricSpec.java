// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

import java.util.Map;
import java.util.Objects;

/**
 * What a scaler source says of its metric before it is read.
 *
 * @param name the external metric name, such as {@code s0-aws-sqs-videos}; the {@code s0-} may be left out
 * @param target what the metric is measured against
 * @param activation the threshold above which the trigger is active
 * @param inFlightCounting whether the metric counts work that a worker has already taken
 * @param eventSource the trigger's metadata that names the event source, such as {@code queueURL} or {@code tableName},
 *     by key; jobs get it as variables
 */
public record MetricSpec(
        String name,
        MetricTarget target,
        ActivationThreshold activation,
        InFlightCounting inFlightCounting,
        Map<String, String> eventSource) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when the name is blank
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
     * A metric that does not name its event source.
     *
     * @param name the external metric name
     * @param target what the value is measured against
     * @param activation above which value the trigger is active
     * @param inFlightCounting whether the metric counts work that a worker has already taken
     * @throws IllegalArgumentException when the name is blank
     */
    public MetricSpec(
            String name, MetricTarget target, ActivationThreshold activation, InFlightCounting inFlightCounting) {
        this(name, target, activation, inFlightCounting, Map.of());
    }

    /**
     * A metric that does not say whether it counts work in flight.
     *
     * @param name the external metric name
     * @param target what the value is measured against
     * @param activation above which value the trigger is active
     * @throws IllegalArgumentException when the name is blank
     */
    public MetricSpec(String name, MetricTarget target, ActivationThreshold activation) {
        this(name, target, activation, InFlightCounting.UNKNOWN);
    }

    /**
     * A metric of which each replica carries a share, active above 0.
     *
     * @param name the external metric name
     * @param target units of the metric per replica: finite and at least 0
     */
    public static MetricSpec averageValue(String name, double target) {
        return new MetricSpec(name, MetricTarget.averageValue(target), ActivationThreshold.ZERO);
    }

    /**
     * The same metric with the metadata that names its event source.
     *
     * @param key the key in the trigger's metadata, such as {@code queueURL}
     * @param text the text that a worker finds the event source by
     */
    public MetricSpec withEventSource(String key, String text) {
        return new MetricSpec(name, target, activation, inFlightCounting, Map.of(key, text));
    }

    /**
     * The same metric under the name that KEDA gives to the metric of a trigger, with {@code s<index>-} in front; a name
     * that begins so stays.
     *
     * @param triggerIndex the position of the trigger in its ScaledJob, from 0
     */
    public MetricSpec ofTrigger(int triggerIndex) {
        return name.startsWith("s" + triggerIndex + "-")
                ? this
                : new MetricSpec(metricName(triggerIndex, name), target, activation, inFlightCounting, eventSource);
    }

    /**
     * The metric name of a trigger as KEDA writes it: {@code s<index>-<stem>}, where each of the
     * characters {@code / . : % ( )} of the stem is replaced by a dash.
     *
     * @param triggerIndex the position of the trigger in its ScaledJob, from 0
     * @param stem what the trigger type makes of its metadata, such as {@code aws-sqs-videos}
     * @return the metric name
     */
    public static String metricName(int triggerIndex, String stem) {
        return "s" + triggerIndex + "-" + stem.replaceAll("[/.:%()]", "-");
    }
}
