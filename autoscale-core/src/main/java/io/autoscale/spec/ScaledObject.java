// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.Trigger;
import io.autoscale.workload.ReplicaBounds;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A workload of replicas and the rule that scales it. Immutable; made by {@link #builder(String)}, which finds every
 * error at once. Field names, defaults and rules are those of KEDA's {@code ScaledObject}. It can be
 * read and checked; the engine does not run it yet.
 */
public final class ScaledObject {

    /** {@code pollingInterval} unless set. */
    public static final Duration DEFAULT_POLLING_INTERVAL = Duration.ofSeconds(30);

    /** {@code cooldownPeriod} unless set. */
    public static final Duration DEFAULT_COOLDOWN_PERIOD = Duration.ofMinutes(5);

    /** The annotation that holds scaling: absent is not paused, a boolean text is that boolean, other text is paused. */
    public static final String PAUSED_ANNOTATION = ScaledJob.PAUSED_ANNOTATION;

    /** The annotation that holds scaling at a number of replicas. */
    public static final String PAUSED_REPLICAS_ANNOTATION = "autoscaling.keda.sh/paused-replicas";

    /** The annotation that holds scaling down, by the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String PAUSED_SCALE_IN_ANNOTATION = "autoscaling.keda.sh/paused-scale-in";

    /** The annotation that holds scaling up, by the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String PAUSED_SCALE_OUT_ANNOTATION = "autoscaling.keda.sh/paused-scale-out";

    /** The annotation that takes the scaled object for active, by the rule of {@link #PAUSED_ANNOTATION}. */
    public static final String FORCE_ACTIVATION_ANNOTATION = "autoscaling.keda.sh/force-activation";

    private final ScaledObjectBuilder from;
    private final WorkloadRef ref;
    private final ScaleTarget target;
    private final ReplicaBounds bounds;

    ScaledObject(ScaledObjectBuilder from, ScaleTarget target) {
        this.from = from;
        this.ref = WorkloadRef.scaledObject(from.namespace, from.name);
        this.target = target;
        this.bounds = new ReplicaBounds(from.minReplicaCount, from.maxReplicaCount);
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

    /** Kind, namespace and name. */
    public WorkloadRef ref() {
        return ref;
    }

    /** The name. */
    public String name() {
        return from.name;
    }

    /** The namespace. */
    public String namespace() {
        return from.namespace;
    }

    /** The labels. */
    public Map<String, String> labels() {
        return from.labels;
    }

    /** The annotations. */
    public Map<String, String> annotations() {
        return from.annotations;
    }

    /**
     * The generation of the configuration.
     *
     * @return at least 0; 0 for one built in code
     */
    public long generation() {
        return from.generation;
    }

    /** What is scaled. */
    public ScaleTarget scaleTargetRef() {
        return target;
    }

    /**
     * The time from one round to the next.
     *
     * @return at least one second
     */
    public Duration pollingInterval() {
        return from.pollingInterval;
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
     * The replica bounds.
     *
     * @return minimum and maximum
     */
    public ReplicaBounds bounds() {
        return bounds;
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
     * What to watch.
     *
     * @return an unmodifiable list of at least one trigger
     */
    public List<Trigger> triggers() {
        return from.triggers;
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
        String text = from.annotations.get(PAUSED_REPLICAS_ANNOTATION);
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
        return "ScaledObject[" + ref + " of " + target.kind() + " " + target.name() + ", every " + pollingInterval()
                + ", " + bounds.minimum() + " to " + bounds.maximum() + ", triggers " + triggers() + "]";
    }

    private boolean isSet(String annotation) {
        return PauseAnnotation.isSet(from.annotations, annotation);
    }
}
