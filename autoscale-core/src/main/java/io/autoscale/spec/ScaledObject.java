// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.workload.ReplicaBounds;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A workload of replicas and its scaling configuration. Immutable. Create it with {@link #builder(String)}, which
 * reports all errors together. Field names, defaults and rules are those of KEDA's {@code ScaledObject}. Scaled objects
 * can be read and validated; the engine does not run them yet.
 */
public final class ScaledObject extends ScaledWorkload {

    /** The default {@code cooldownPeriod}. */
    public static final Duration DEFAULT_COOLDOWN_PERIOD = Duration.ofMinutes(5);

    /** The annotation that pauses scaling at a number of replicas. */
    public static final String PAUSED_REPLICAS_ANNOTATION = "autoscaling.keda.sh/paused-replicas";

    /** The annotation that pauses scaling in, with the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String PAUSED_SCALE_IN_ANNOTATION = "autoscaling.keda.sh/paused-scale-in";

    /** The annotation that pauses scaling out, with the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String PAUSED_SCALE_OUT_ANNOTATION = "autoscaling.keda.sh/paused-scale-out";

    /** The annotation that treats the scaled object as active, with the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String FORCE_ACTIVATION_ANNOTATION = "autoscaling.keda.sh/force-activation";

    private final ScaledObjectBuilder from;
    private final ScaleTarget target;

    ScaledObject(ScaledObjectBuilder from, ScaleTarget target) {
        super(
                from,
                WorkloadRef.scaledObject(from.namespace, from.name),
                new ReplicaBounds(from.minReplicaCount, from.maxReplicaCount));
        this.from = from;
        this.target = target;
    }

    /**
     * Returns a builder for a scaled object.
     *
     * @param name the name
     * @return a builder with every default set
     */
    public static ScaledObjectBuilder builder(String name) {
        return new ScaledObjectBuilder(name);
    }

    /**
     * Returns a builder with the values of this scaled object.
     *
     * @return a new builder
     */
    public ScaledObjectBuilder toBuilder() {
        return from.copy();
    }

    /** The target to scale. */
    public ScaleTarget scaleTargetRef() {
        return target;
    }

    /** The time without an active trigger after which the target scales to idle or to 0. */
    public Duration cooldownPeriod() {
        return from.cooldownPeriod;
    }

    /** The time after the start during which the cooldown does not apply. */
    public Duration initialCooldownPeriod() {
        return from.initialCooldownPeriod;
    }

    /**
     * The number of replicas while no trigger is active.
     *
     * @return at least 0 and below the minimum; empty if not set
     */
    public OptionalInt idleReplicaCount() {
        return from.idleReplicaCount == null ? OptionalInt.empty() : OptionalInt.of(from.idleReplicaCount);
    }

    /**
     * The value that replaces a metric that cannot be read.
     *
     * @return the fallback, or empty
     */
    public Optional<Fallback> fallback() {
        return Optional.ofNullable(from.fallback);
    }

    /** Whether the target returns to its original number of replicas when the scaled object is deleted. */
    public boolean restoreToOriginalReplicaCount() {
        return from.restoreToOriginalReplicaCount;
    }

    /**
     * The name of the HorizontalPodAutoscaler that KEDA would create.
     *
     * @return the name; empty if not set
     */
    public String horizontalPodAutoscalerName() {
        return from.horizontalPodAutoscalerName;
    }

    /**
     * The limits on the rate of scaling.
     *
     * @return the rules for both directions
     */
    public ScalingBehavior behavior() {
        return from.behavior;
    }

    /**
     * The formula that combines several metrics into one.
     *
     * @return the modifiers, or empty
     */
    public Optional<ScalingModifiers> scalingModifiers() {
        return Optional.ofNullable(from.scalingModifiers);
    }

    /**
     * Returns whether {@value #PAUSED_ANNOTATION} or {@value #PAUSED_REPLICAS_ANNOTATION} pauses scaling.
     *
     * @return true if scaling is paused
     */
    public boolean isPaused() {
        return isSet(PAUSED_ANNOTATION) || pausedReplicas().isPresent();
    }

    /**
     * The number of replicas at which scaling is paused.
     *
     * @return at least 0; empty if the annotation is absent
     */
    public OptionalInt pausedReplicas() {
        String text = annotations().get(PAUSED_REPLICAS_ANNOTATION);
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /**
     * Returns whether scaling in is paused.
     *
     * @return true if the annotation is present and its value is not a text for false
     */
    public boolean isScaleInPaused() {
        return isSet(PAUSED_SCALE_IN_ANNOTATION);
    }

    /**
     * Returns whether scaling out is paused.
     *
     * @return true if the annotation is present and its value is not a text for false
     */
    public boolean isScaleOutPaused() {
        return isSet(PAUSED_SCALE_OUT_ANNOTATION);
    }

    /**
     * Returns whether the scaled object is treated as active regardless of its triggers.
     *
     * @return true if the annotation is present and its value is not a text for false
     */
    public boolean isActivationForced() {
        return isSet(FORCE_ACTIVATION_ANNOTATION);
    }

    /** Returns the name and the main settings in one line. */
    @Override
    public String toString() {
        return "ScaledObject[" + ref() + " of " + target.kind() + " " + target.name() + ", every " + pollingInterval()
                + ", " + bounds().minimum() + " to " + bounds().maximum() + ", triggers " + triggers() + "]";
    }
}
