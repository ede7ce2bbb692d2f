// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.EnvironmentLookup;

/**
 * The job to create for each unit of demand ({@code jobTargetRef}). The executor defines the content: in the Kubernetes
 * module, it is a {@code batch/v1} JobSpec.
 */
public interface JobTemplate {

    /**
     * Returns a text that changes if and only if the pods of the jobs would differ. Each job stores it. A rollout
     * replaces the jobs that store a different fingerprint.
     *
     * @return the fingerprint, such as a hash
     */
    String fingerprint();

    /**
     * Returns the environment of a container of the template. Used to resolve {@code …FromEnv} metadata.
     *
     * @param containerName the container ({@code envSourceContainerName}); empty for the first container
     * @return the environment; empty by default
     */
    default EnvironmentLookup environment(String containerName) {
        return EnvironmentLookup.none();
    }

    /**
     * Returns the service account of the template's pods.
     *
     * @return the name; {@code default} if the template sets none
     */
    default String serviceAccountName() {
        return "default";
    }

    /**
     * Returns a template that consists of a name only, for tests, simulations and executors that define jobs
     * themselves.
     *
     * @param name the name; two templates with the same name are equal
     */
    static JobTemplate named(String name) {
        return new NamedJobTemplate(name);
    }
}
