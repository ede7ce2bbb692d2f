// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.Trigger;
import io.autoscale.workload.ReplicaBounds;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What scaled jobs and scaled objects have in common. Immutable. */
public abstract sealed class ScaledWorkload permits ScaledJob, ScaledObject {

    /** {@code pollingInterval} unless set. */
    public static final Duration DEFAULT_POLLING_INTERVAL = Duration.ofSeconds(30);

    /** The namespace unless set. */
    public static final String DEFAULT_NAMESPACE = "default";

    /** The annotation that pauses scaling: absent is not paused, a boolean text is that boolean, other text is paused. */
    public static final String PAUSED_ANNOTATION = "autoscaling.keda.sh/paused";

    private final ScaledWorkloadBuilder<?> from;
    private final WorkloadRef ref;
    private final ReplicaBounds bounds;

    ScaledWorkload(ScaledWorkloadBuilder<?> from, WorkloadRef ref, ReplicaBounds bounds) {
        this.from = from;
        this.ref = ref;
        this.bounds = bounds;
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

    /** The labels, unmodifiable; those of a scaled job are copied to its jobs, but for the excluded ones. */
    public Map<String, String> labels() {
        return from.labels;
    }

    /** The annotations, unmodifiable; those of a scaled job are copied to its jobs. */
    public Map<String, String> annotations() {
        return from.annotations;
    }

    /** The generation of the configuration, at least 0; 0 for one built in code. */
    public long generation() {
        return from.generation;
    }

    /** The time from one round to the next, at least one second. */
    public Duration pollingInterval() {
        return from.pollingInterval;
    }

    /** Minimum and maximum. */
    public ReplicaBounds bounds() {
        return bounds;
    }

    /** What to watch: an unmodifiable list of at least one trigger. */
    public List<Trigger> triggers() {
        return from.triggers;
    }

    /** Says whether an annotation is there and is not a text for false. */
    boolean isSet(String annotation) {
        return PauseAnnotation.isSet(from.annotations, annotation);
    }
}
