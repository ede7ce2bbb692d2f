// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.Violation;
import io.autoscale.workload.WorkloadRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trigger of a manifest, with its position in the file. It is available even if its document has other errors, so
 * that the errors of both can be reported together. Immutable.
 */
public final class DeclaredTrigger {

    private final WorkloadRef workload;
    private final int index;
    private final Trigger trigger;
    private final EnvironmentSource environment;
    private final SourceDocument source;

    /** The container that provides the environment variables of a trigger; the template is null if it is unknown. */
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
     * The workload of the trigger.
     *
     * @return the kind, namespace and name
     */
    public WorkloadRef workload() {
        return workload;
    }

    /**
     * The position of the trigger in its workload.
     *
     * @return the position, from 0
     */
    public int index() {
        return index;
    }

    /**
     * The trigger.
     *
     * @return the trigger without the entries that have errors
     */
    public Trigger trigger() {
        return trigger;
    }

    /**
     * The template of the jobs.
     *
     * @return empty if the template has errors, and for a workload without a template
     */
    public Optional<KubernetesJobTemplate> template() {
        return Optional.ofNullable(environment.template());
    }

    /**
     * The container used to resolve {@code …FromEnv} metadata.
     *
     * @return the name; empty for the first container
     */
    public String envSourceContainerName() {
        return environment.container();
    }

    /**
     * Locates an error of this trigger that was found after reading, for example by a scaler source.
     *
     * @param violation the error, with a path relative to the trigger such as {@code metadata.queueURL}
     * @return the error with the line of the field, or of its nearest existing parent
     */
    public ManifestViolation violation(Violation violation) {
        return source.violation(placed(violation));
    }

    /**
     * Returns whether an error is a consequence of one that is already reported for the same field or a parent.
     *
     * @param violation the error, with a path relative to the trigger such as {@code metadata.queueURL}
     * @return true if it need not be reported
     */
    public boolean explains(Violation violation) {
        return source.explains(placed(violation));
    }

    /**
     * Returns whether the authentication reference of the trigger has an error, so that the intended authentication is
     * unknown.
     *
     * @return true if the manifest has such an error, including a misspelled field
     */
    public boolean isAuthenticationInvalid() {
        return source.hasFault("spec.triggers[" + index + "].authenticationRef");
    }

    private Violation placed(Violation violation) {
        return violation.under("spec.triggers[" + index + "]");
    }

    /** Returns the workload, the position and the trigger, with a mask for each value that may be a secret. */
    @Override
    public String toString() {
        return workload + " triggers[" + index + "] " + trigger;
    }
}
