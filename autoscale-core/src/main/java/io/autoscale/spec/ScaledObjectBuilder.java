// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.workload.ReplicaBounds;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ScaledObject}. Setters take anything but null, which they refuse by the name of the field; {@link
 * #build()} checks the whole and reports every error in one exception.
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
     * Sets what is scaled; required.
     *
     * @param target the target
     */
    public ScaledObjectBuilder scaleTargetRef(ScaleTarget target) {
        this.scaleTargetRef = Objects.requireNonNull(target, "scaleTargetRef");
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
     * Checks the whole and makes the scaled object.
     *
     * @return the scaled object
     * @throws io.autoscale.validation.InvalidConfigurationException with every error, when there is one
     */
    public ScaledObject build() {
        return new ScaledObject(copy(), new ScaledObjectValidation(this).validated());
    }
}
