// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.EnvironmentLookup;

/**
 * The job that is made for each unit of demand ({@code jobTargetRef}). What it looks like is the executor's business:
 * the Kubernetes module carries a {@code batch/v1} JobSpec in it.
 */
public interface JobTemplate {

    /**
     * A text that changes when, and only when, the pods of the jobs would differ. It is noted on each job; a rollout
     * replaces the jobs whose note differs.
     *
     * @return the fingerprint, such as a hash
     */
    String fingerprint();

    /**
     * The environment of a container of the template, in which {@code …FromEnv} metadata is resolved.
     *
     * @param containerName the container ({@code envSourceContainerName}); empty for the first
     * @return the environment; empty unless the template knows one
     */
    default EnvironmentLookup environment(String containerName) {
        return EnvironmentLookup.none();
    }

    /**
     * The service account that the template's pods run as.
     *
     * @return the name; {@code default} unless the template sets one
     */
    default String serviceAccountName() {
        return "default";
    }

    /**
     * A template that is nothing but a name, for tests, simulation and executors that have their own idea of a job.
     *
     * @param name the name; two templates of one name are the same
     */
    static JobTemplate named(String name) {
        return new NamedJobTemplate(name);
    }
}
