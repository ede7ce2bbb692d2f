// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;

/**
 * The properties of a workload needed for reading, guarding and reporting, regardless of its kind.
 *
 * @param pod the source of variables and service account credentials
 * @param container the container used to look up variables; empty for the first
 */
record ReadingTarget(
        WorkloadRef ref, List<Trigger> triggers, Duration pollingInterval, JobTemplate pod, String container) {

    static ReadingTarget of(ScaledJob job) {
        return new ReadingTarget(
                job.ref(), job.triggers(), job.pollingInterval(), job.jobTemplate(), job.envSourceContainerName());
    }

    EnvironmentLookup environment() {
        return pod.environment(container);
    }

    AuthenticationRequest authentication(Trigger trigger) {
        return new AuthenticationRequest(
                trigger.authenticationRef().orElse(null),
                ref.namespace(),
                ref.name(),
                pod.serviceAccountName(),
                (name, variable) -> pod.environment(name).get(variable));
    }

    /** Returns whether the source of a trigger has the same inputs as the trigger at the same index before. */
    boolean hasSameSource(ReadingTarget before, int index) {
        return index < before.triggers.size()
                && triggers.get(index).equals(before.triggers.get(index))
                && pod.fingerprint().equals(before.pod.fingerprint())
                && container.equals(before.container)
                && pod.serviceAccountName().equals(before.pod.serviceAccountName());
    }
}
