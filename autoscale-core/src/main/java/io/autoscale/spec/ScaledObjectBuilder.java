// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.Trigger;
import io.autoscale.workload.ReplicaBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ScaledObject}. Setters take anything but null, which they refuse by the name of the field; {@link
 * #build()} checks the whole and reports every error in one exception.
 */
public final class ScaledObjectBuilder {

    final String name;
    String namespace = ScaledJob.DEFAULT_NAMESPACE;
    Map<String, String> labels = Map.of();
    Map<String, String> annotations = Map.of();
    long generation;

    @Nullable
    ScaleTarget scaleTargetRef;

    Duration pollingInterval = ScaledObject.DEFAULT_POLLING_INTERVAL;
    Duration cooldownPeriod = ScaledObject.DEFAULT_COOLDOWN_PERIOD;
    Duration initialCooldownPeriod = Duration.ZERO;

    @Nullable
    Integer idleReplicaCount;

    int minReplicaCount;
    int maxReplicaCount = ReplicaBounds.DEFAULT_MAXIMUM;

    @Nullable
    Fallback fallback;

    boolean restoreToOriginalReplicaCount;
    String horizontalPodAutoscalerName = "";
    ScalingBehavior behavior = ScalingBehavior.DEFAULT;

    @Nullable
    ScalingModifiers scalingModifiers;

    List<Trigger> triggers = List.of();

    ScaledObjectBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    ScaledObjectBuilder copy() {
        ScaledObjectBuilder copy = new ScaledObjectBuilder(name);
        copy.namespace = namespace;
        copy.labels = labels;
        copy.annotations = annotations;
        copy.generation = generation;
        copy.scaleTargetRef = scaleTargetRef;
        copy.pollingInterval = pollingInterval;
        copy.cooldownPeriod = cooldownPeriod;
        copy.initialCooldownPeriod = initialCooldownPeriod;
        copy.idleReplicaCount = idleReplicaCount;
        copy.minReplicaCount = minReplicaCount;
        copy.maxReplicaCount = maxReplicaCount;
        copy.fallback = fallback;
        copy.restoreToOriginalReplicaCount = restoreToOriginalReplicaCount;
        copy.horizontalPodAutoscalerName = horizontalPodAutoscalerName;
        copy.behavior = behavior;
        copy.scalingModifiers = scalingModifiers;
        copy.triggers = triggers;
        return copy;
    }

    /**
     * Sets the namespace; {@value ScaledJob#DEFAULT_NAMESPACE} unless set.
     *
     * @param text the namespace
     */
    public ScaledObjectBuilder namespace(String text) {
        this.namespace = Objects.requireNonNull(text, "namespace");
        return this;
    }

    /**
     * Sets the labels.
     *
     * @param entries labels by key
     */
    public ScaledObjectBuilder labels(Map<String, String> entries) {
        this.labels = copied("labels", entries);
        return this;
    }

    /**
     * Sets the annotations, by which it can be paused.
     *
     * @param entries annotations by key
     */
    public ScaledObjectBuilder annotations(Map<String, String> entries) {
        this.annotations = copied("annotations", entries);
        return this;
    }

    /**
     * Sets the generation of the configuration; 0 unless set.
     *
     * @param number at least 0
     */
    public ScaledObjectBuilder generation(long number) {
        this.generation = number;
        return this;
    }

    /**
     * Sets what is scaled; required.
     *
     * @param target the target
     */
    public ScaledObjectBuilder scaleTargetRef(ScaleTarget target) {
        this.scaleTargetRef = Objects.requireNonNull(target, "scaleTargetRef");
        return this;
    }

    /**
     * Sets the time from one round to the next; 30 s unless set.
     *
     * @param time at least one second
     */
    public ScaledObjectBuilder pollingInterval(Duration time) {
        this.pollingInterval = Objects.requireNonNull(time, "pollingInterval");
        return this;
    }

    /**
     * Sets the time without an active trigger after which the target goes to idle or to 0; 300 s unless set.
     *
     * @param time at least 0
     */
    public ScaledObjectBuilder cooldownPeriod(Duration time) {
        this.cooldownPeriod = Objects.requireNonNull(time, "cooldownPeriod");
        return this;
    }

    /**
     * Sets the time after the start before the cooldown counts; 0 unless set.
     *
     * @param time at least 0
     */
    public ScaledObjectBuilder initialCooldownPeriod(Duration time) {
        this.initialCooldownPeriod = Objects.requireNonNull(time, "initialCooldownPeriod");
        return this;
    }

    /**
     * Sets the replicas while no trigger is active; the minimum unless set.
     *
     * @param count at least 0, below the minimum
     */
    public ScaledObjectBuilder idleReplicaCount(int count) {
        this.idleReplicaCount = count;
        return this;
    }

    /**
     * Sets the least number of replicas; 0 unless set.
     *
     * @param count at least 0
     */
    public ScaledObjectBuilder minReplicaCount(int count) {
        this.minReplicaCount = count;
        return this;
    }

    /**
     * Sets the greatest number of replicas; 100 unless set.
     *
     * @param count at least 1, and at least the minimum
     */
    public ScaledObjectBuilder maxReplicaCount(int count) {
        this.maxReplicaCount = count;
        return this;
    }

    /**
     * Sets what a metric is taken for when it cannot be read; nothing unless set.
     *
     * @param rule the fallback
     */
    public ScaledObjectBuilder fallback(Fallback rule) {
        this.fallback = Objects.requireNonNull(rule, "fallback");
        return this;
    }

    /**
     * Sets whether the target goes back to its first number of replicas when the scaled object is deleted; false unless set.
     *
     * @param flag the flag
     */
    public ScaledObjectBuilder restoreToOriginalReplicaCount(boolean flag) {
        this.restoreToOriginalReplicaCount = flag;
        return this;
    }

    /**
     * Sets {@code advanced.horizontalPodAutoscalerConfig.name}; empty unless set.
     *
     * @param text the name of the HorizontalPodAutoscaler that KEDA would make
     */
    public ScaledObjectBuilder horizontalPodAutoscalerName(String text) {
        this.horizontalPodAutoscalerName = Objects.requireNonNull(text, "horizontalPodAutoscalerName");
        return this;
    }

    /**
     * Sets how fast the replicas may change; {@link ScalingBehavior#DEFAULT} unless set.
     *
     * @param rules the rules of both directions
     */
    public ScaledObjectBuilder behavior(ScalingBehavior rules) {
        this.behavior = Objects.requireNonNull(rules, "behavior");
        return this;
    }

    /**
     * Sets the formula that makes one metric of several; none unless set.
     *
     * @param modifiers formula and target
     */
    public ScaledObjectBuilder scalingModifiers(ScalingModifiers modifiers) {
        this.scalingModifiers = Objects.requireNonNull(modifiers, "scalingModifiers");
        return this;
    }

    /**
     * Adds something to watch; at least one is required.
     *
     * @param trigger the trigger
     */
    public ScaledObjectBuilder trigger(Trigger trigger) {
        List<Trigger> longer = new ArrayList<>(triggers);
        longer.add(Objects.requireNonNull(trigger, "trigger"));
        this.triggers = List.copyOf(longer);
        return this;
    }

    /**
     * Checks the whole and makes the scaled object.
     *
     * @return the scaled object
     * @throws io.autoscale.validation.InvalidConfigurationException with every error, when there is one
     */
    public ScaledObject build() {
        return new ScaledObject(copy(), new ScaledObjectValidation(this).validated());
    }

    private static Map<String, String> copied(String field, Map<String, String> entries) {
        Map<String, String> copy = new TreeMap<>();
        Objects.requireNonNull(entries, field)
                .forEach((key, value) -> copy.put(
                        Objects.requireNonNull(key, () -> "a key of " + field),
                        Objects.requireNonNull(value, () -> field + "." + key)));
        return Collections.unmodifiableMap(copy);
    }
}
