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
 * What reading, guarding and reporting need to know of a workload, whatever it is that scales.
 *
 * @param pod whose variables and service account credentials come from
 * @param container in which variables are looked up; empty for the first
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

    /** Whether the source of a trigger is made of the same as that of the trigger in the same place before. */
    boolean hasSameSource(ReadingTarget before, int index) {
        return index < before.triggers.size()
                && triggers.get(index).equals(before.triggers.get(index))
                && pod.fingerprint().equals(before.pod.fingerprint())
                && container.equals(before.container)
                && pod.serviceAccountName().equals(before.pod.serviceAccountName());
    }
}
