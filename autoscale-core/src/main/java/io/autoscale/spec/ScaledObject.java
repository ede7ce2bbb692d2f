// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.workload.ReplicaBounds;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A workload of replicas and the rule that scales it. Immutable; made by {@link #builder(String)}, which finds every
 * error at once. Field names, defaults and rules are those of KEDA's {@code ScaledObject}. It can be
 * read and checked; the engine does not run it yet.
 */
public final class ScaledObject extends ScaledWorkload {

    /** {@code cooldownPeriod} unless set. */
    public static final Duration DEFAULT_COOLDOWN_PERIOD = Duration.ofMinutes(5);

    /** The annotation that holds scaling at a number of replicas. */
    public static final String PAUSED_REPLICAS_ANNOTATION = "autoscaling.keda.sh/paused-replicas";

    /** The annotation that holds scaling down, by the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String PAUSED_SCALE_IN_ANNOTATION = "autoscaling.keda.sh/paused-scale-in";

    /** The annotation that holds scaling up, by the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String PAUSED_SCALE_OUT_ANNOTATION = "autoscaling.keda.sh/paused-scale-out";

    /** The annotation that takes the scaled object for active, by the rule of {@link #PAUSED_ANNOTATION}. */
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
     * Starts a scaled object.
     *
     * @param name its name
     * @return a builder with every default set
     */
    public static ScaledObjectBuilder builder(String name) {
        return new ScaledObjectBuilder(name);
    }

    /**
     * A builder with every field as it is here.
     *
     * @return a builder of its own
     */
    public ScaledObjectBuilder toBuilder() {
        return from.copy();
    }

    /** What is scaled. */
    public ScaleTarget scaleTargetRef() {
        return target;
    }

    /** The time without an active trigger after which the target goes to idle or to 0. */
    public Duration cooldownPeriod() {
        return from.cooldownPeriod;
    }

    /** The time after the start before the cooldown counts. */
    public Duration initialCooldownPeriod() {
        return from.initialCooldownPeriod;
    }

    /**
     * The replicas while no trigger is active.
     *
     * @return at least 0 and below the minimum; empty unless set
     */
    public OptionalInt idleReplicaCount() {
        return from.idleReplicaCount == null ? OptionalInt.empty() : OptionalInt.of(from.idleReplicaCount);
    }

    /**
     * What a metric is taken for when it cannot be read.
     *
     * @return the fallback, or empty
     */
    public Optional<Fallback> fallback() {
        return Optional.ofNullable(from.fallback);
    }

    /** Whether the target goes back to its first number of replicas when the scaled object is deleted. */
    public boolean restoreToOriginalReplicaCount() {
        return from.restoreToOriginalReplicaCount;
    }

    /**
     * The name of the HorizontalPodAutoscaler that KEDA would make.
     *
     * @return the name; empty unless set
     */
    public String horizontalPodAutoscalerName() {
        return from.horizontalPodAutoscalerName;
    }

    /**
     * How fast the replicas may change.
     *
     * @return the rules of both directions
     */
    public ScalingBehavior behavior() {
        return from.behavior;
    }

    /**
     * The formula that makes one metric of several.
     *
     * @return the modifiers, or empty
     */
    public Optional<ScalingModifiers> scalingModifiers() {
        return Optional.ofNullable(from.scalingModifiers);
    }

    /**
     * Says whether {@value #PAUSED_ANNOTATION} or {@value #PAUSED_REPLICAS_ANNOTATION} holds scaling.
     *
     * @return true when it is held
     */
    public boolean isPaused() {
        return isSet(PAUSED_ANNOTATION) || pausedReplicas().isPresent();
    }

    /**
     * The replicas at which scaling is held.
     *
     * @return at least 0; empty where the annotation is absent
     */
    public OptionalInt pausedReplicas() {
        String text = annotations().get(PAUSED_REPLICAS_ANNOTATION);
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /**
     * Says whether scaling down is held.
     *
     * @return true when the annotation is there and is not a text for false
     */
    public boolean isScaleInPaused() {
        return isSet(PAUSED_SCALE_IN_ANNOTATION);
    }

    /**
     * Says whether scaling up is held.
     *
     * @return true when the annotation is there and is not a text for false
     */
    public boolean isScaleOutPaused() {
        return isSet(PAUSED_SCALE_OUT_ANNOTATION);
    }

    /**
     * Says whether the scaled object is taken for active, whatever its triggers say.
     *
     * @return true when the annotation is there and is not a text for false
     */
    public boolean isActivationForced() {
        return isSet(FORCE_ACTIVATION_ANNOTATION);
    }

    /** Returns the name and what decides in one line. */
    @Override
    public String toString() {
        return "ScaledObject[" + ref() + " of " + target.kind() + " " + target.name() + ", every " + pollingInterval()
                + ", " + bounds().minimum() + " to " + bounds().maximum() + ", triggers " + triggers() + "]";
    }
}
