// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.workload.ReplicaBounds;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ScaledObject}. Setters reject null with the name of the field. {@link #build()} validates the
 * configuration and reports all errors in one exception.
 */
public final class ScaledObjectBuilder extends ScaledWorkloadBuilder<ScaledObjectBuilder> {

    @Nullable
    ScaleTarget scaleTargetRef;

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

    ScaledObjectBuilder(String name) {
        super(name);
    }

    /**
     * Sets the target to scale. Required.
     *
     * @param target the target
     */
    public ScaledObjectBuilder scaleTargetRef(ScaleTarget target) {
        this.scaleTargetRef = Objects.requireNonNull(target, "scaleTargetRef");
        return this;
    }

    /**
     * Sets the time without an active trigger after which the target scales to idle or to 0. The default is 300 s.
     *
     * @param time at least 0
     */
    public ScaledObjectBuilder cooldownPeriod(Duration time) {
        this.cooldownPeriod = Objects.requireNonNull(time, "cooldownPeriod");
        return this;
    }

    /**
     * Sets the time after the start during which the cooldown does not apply. The default is 0.
     *
     * @param time at least 0
     */
    public ScaledObjectBuilder initialCooldownPeriod(Duration time) {
        this.initialCooldownPeriod = Objects.requireNonNull(time, "initialCooldownPeriod");
        return this;
    }

    /**
     * Sets the number of replicas while no trigger is active. The default is the minimum.
     *
     * @param count at least 0 and below the minimum
     */
    public ScaledObjectBuilder idleReplicaCount(int count) {
        this.idleReplicaCount = count;
        return this;
    }

    /**
     * Sets the minimum number of replicas. The default is 0.
     *
     * @param count at least 0
     */
    public ScaledObjectBuilder minReplicaCount(int count) {
        this.minReplicaCount = count;
        return this;
    }

    /**
     * Sets the maximum number of replicas. The default is 100.
     *
     * @param count at least 1, and at least the minimum
     */
    public ScaledObjectBuilder maxReplicaCount(int count) {
        this.maxReplicaCount = count;
        return this;
    }

    /**
     * Sets the value that replaces a metric that cannot be read. The default is none.
     *
     * @param rule the fallback
     */
    public ScaledObjectBuilder fallback(Fallback rule) {
        this.fallback = Objects.requireNonNull(rule, "fallback");
        return this;
    }

    /**
     * Sets whether the target returns to its original number of replicas when the scaled object is deleted. The default
     * is false.
     *
     * @param flag the flag
     */
    public ScaledObjectBuilder restoreToOriginalReplicaCount(boolean flag) {
        this.restoreToOriginalReplicaCount = flag;
        return this;
    }

    /**
     * Sets {@code advanced.horizontalPodAutoscalerConfig.name}. The default is empty.
     *
     * @param text the name of the HorizontalPodAutoscaler that KEDA would create
     */
    public ScaledObjectBuilder horizontalPodAutoscalerName(String text) {
        this.horizontalPodAutoscalerName = Objects.requireNonNull(text, "horizontalPodAutoscalerName");
        return this;
    }

    /**
     * Sets the limits on the rate of scaling. The default is {@link ScalingBehavior#DEFAULT}.
     *
     * @param rules the rules for both directions
     */
    public ScaledObjectBuilder behavior(ScalingBehavior rules) {
        this.behavior = Objects.requireNonNull(rules, "behavior");
        return this;
    }

    /**
     * Sets the formula that combines several metrics into one. The default is none.
     *
     * @param modifiers the formula and its target
     */
    public ScaledObjectBuilder scalingModifiers(ScalingModifiers modifiers) {
        this.scalingModifiers = Objects.requireNonNull(modifiers, "scalingModifiers");
        return this;
    }

    /**
     * Validates the configuration and creates the scaled object.
     *
     * @return the scaled object
     * @throws io.autoscale.validation.InvalidConfigurationException with all errors, if there is any
     */
    public ScaledObject build() {
        return new ScaledObject(copy(), new ScaledObjectValidation(this).validated());
    }
}
