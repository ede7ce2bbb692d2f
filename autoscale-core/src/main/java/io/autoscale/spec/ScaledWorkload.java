// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.Trigger;
import io.autoscale.workload.ReplicaBounds;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Common properties of scaled jobs and scaled objects. Immutable. */
public abstract sealed class ScaledWorkload permits ScaledJob, ScaledObject {

    /** The default {@code pollingInterval}. */
    public static final Duration DEFAULT_POLLING_INTERVAL = Duration.ofSeconds(30);

    /** The default namespace. */
    public static final String DEFAULT_NAMESPACE = "default";

    /**
     * The annotation that pauses scaling. If it is absent or its value is a text for false, scaling is not paused. Any
     * other value pauses scaling.
     */
    public static final String PAUSED_ANNOTATION = "autoscaling.keda.sh/paused";

    private final ScaledWorkloadBuilder<?> from;
    private final WorkloadRef ref;
    private final ReplicaBounds bounds;

    ScaledWorkload(ScaledWorkloadBuilder<?> from, WorkloadRef ref, ReplicaBounds bounds) {
        this.from = from;
        this.ref = ref;
        this.bounds = bounds;
    }

    /** The kind, namespace and name. */
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

    /** The labels, unmodifiable. Those of a scaled job are copied to its jobs, except for the excluded ones. */
    public Map<String, String> labels() {
        return from.labels;
    }

    /** The annotations, unmodifiable. Those of a scaled job are copied to its jobs. */
    public Map<String, String> annotations() {
        return from.annotations;
    }

    /** The generation of the configuration, at least 0. It is 0 for a configuration built in code. */
    public long generation() {
        return from.generation;
    }

    /** The time from one round to the next, at least 1 s. */
    public Duration pollingInterval() {
        return from.pollingInterval;
    }

    /** The minimum and maximum number of replicas. */
    public ReplicaBounds bounds() {
        return bounds;
    }

    /** The triggers: an unmodifiable list of at least one. */
    public List<Trigger> triggers() {
        return from.triggers;
    }

    /** Returns whether an annotation is present and its value is not a text for false. */
    boolean isSet(String annotation) {
        return PauseAnnotation.isSet(from.annotations, annotation);
    }
}
