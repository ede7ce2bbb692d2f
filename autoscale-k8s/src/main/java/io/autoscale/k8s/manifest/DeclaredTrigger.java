// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.Violation;
import io.autoscale.workload.WorkloadRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trigger of a manifest, with the place where it is written. It is there even if something else in its document is
 * wrong, so that the errors of both can be reported at once. Immutable.
 */
public final class DeclaredTrigger {

    private final WorkloadRef workload;
    private final int index;
    private final Trigger trigger;
    private final EnvironmentSource environment;
    private final SourceDocument source;

    /** The container whose variables a trigger may name; the template is null where it is not known. */
    record EnvironmentSource(@Nullable KubernetesJobTemplate template, String container) {}

    DeclaredTrigger(
            WorkloadRef workload, int index, Trigger trigger, EnvironmentSource environment, SourceDocument source) {
        this.workload = workload;
        this.index = index;
        this.trigger = trigger;
        this.environment = environment;
        this.source = source;
    }

    /**
     * Whose trigger it is.
     *
     * @return kind, namespace and name
     */
    public WorkloadRef workload() {
        return workload;
    }

    /**
     * Its position among the triggers of its workload.
     *
     * @return from 0
     */
    public int index() {
        return index;
    }

    /**
     * The trigger.
     *
     * @return without the entries that have an error
     */
    public Trigger trigger() {
        return trigger;
    }

    /**
     * The template of the jobs.
     *
     * @return empty where it has an error, and for a workload that has none
     */
    public Optional<KubernetesJobTemplate> template() {
        return Optional.ofNullable(environment.template());
    }

    /**
     * The container whose environment {@code …FromEnv} metadata names.
     *
     * @return its name; empty for the first
     */
    public String envSourceContainerName() {
        return environment.container();
    }

    /**
     * An error of this trigger that was found after reading, as by a scaler source.
     *
     * @param violation the error, with a path below the trigger such as {@code metadata.queueURL}
     * @return the error with the line of the field, or of the nearest one around it that is there
     */
    public ManifestViolation violation(Violation violation) {
        return source.violation(placed(violation));
    }

    /**
     * Whether an error follows from one that the manifest has: one of the same field, or of one around it.
     *
     * @param violation the error, with a path below the trigger such as {@code metadata.queueURL}
     * @return true when it needs no report
     */
    public boolean explains(Violation violation) {
        return source.explains(placed(violation));
    }

    /**
     * Whether something is wrong with how the trigger refers to an authentication, so that nobody knows which was meant.
     *
     * @return true when the manifest has such an error, a misspelled field included
     */
    public boolean isAuthenticationInvalid() {
        return source.hasFault("spec.triggers[" + index + "].authenticationRef");
    }

    private Violation placed(Violation violation) {
        return violation.under("spec.triggers[" + index + "]");
    }

    /** Returns the workload, the position and the trigger, with a mask for each value that could be a secret. */
    @Override
    public String toString() {
        return workload + " triggers[" + index + "] " + trigger;
    }
}
