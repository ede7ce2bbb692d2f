// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.Violations;
import io.autoscale.workload.ReplicaBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Validates a {@link ScaledJobBuilder}. */
final class ScaledJobValidation {

    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
    // the limit of the field in a manifest
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(Integer.MAX_VALUE);

    private final ScaledJobBuilder job;
    private final Violations violations = new Violations();
    private final List<String> warnings = new ArrayList<>();

    ScaledJobValidation(ScaledJobBuilder job) {
        this.job = job;
    }

    /**
     * Returns the warnings of the builder and those found here.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with all errors
     */
    List<String> warnings() {
        warnings.addAll(job.warnings);
        checkNames();
        checkNumbers();
        checkTriggers();
        if (job.jobTemplate == null) {
            violations.addMissing("jobTargetRef", "the template of the jobs to create");
        }
        violations.throwIfAny("ScaledJob " + job.name);
        return List.copyOf(warnings);
    }

    private void checkNames() {
        KubernetesNames.checkName(violations, "name", job.name);
        KubernetesNames.checkNamespace(violations, job.namespace);
        KubernetesNames.checkLabels(violations, job.labels, job.annotations);
    }

    private void checkNumbers() {
        violations.check(job.generation >= 0, "generation", job.generation, "a whole number >= 0");
        violations.check(
                job.pollingInterval.compareTo(LEAST_INTERVAL) >= 0,
                "pollingInterval",
                job.pollingInterval,
                "at least 1 second");
        violations.check(
                job.pollingInterval.compareTo(LONGEST_INTERVAL) <= 0,
                "pollingInterval",
                job.pollingInterval,
                "at most " + LONGEST_INTERVAL.toSeconds() + " seconds");
        violations.check(!job.claimTimeout.isNegative(), "claimTimeout", job.claimTimeout, "zero or more");
        if (job.strategy.equals(ScalingStrategy.eager()) && job.claimTimeout.isZero()) {
            warnings.add(
                    "scalingStrategy eager creates another job for each message at every poll while the jobs for them"
                            + " are still starting, as in KEDA; eagerCorrected creates one");
        }
        checkAtLeast(0, "successfulJobsHistoryLimit", job.successfulJobsHistoryLimit);
        checkAtLeast(0, "failedJobsHistoryLimit", job.failedJobsHistoryLimit);
        checkAtLeast(0, "minReplicaCount", job.minReplicaCount);
        Integer maximum = job.maxReplicaCount;
        if (maximum != null) {
            checkAtLeast(1, "maxReplicaCount", maximum);
            if (job.minReplicaCount > maximum && maximum >= 1) {
                warnings.add("minReplicaCount " + job.minReplicaCount + " is above maxReplicaCount " + maximum + "; "
                        + maximum + " is used");
            }
        }
        int most = maximum == null ? ReplicaBounds.DEFAULT_MAXIMUM : Math.max(0, maximum);
        checkOwnKnob("minTotalJobCount", job.minTotalJobCount, most);
        checkOwnKnob("warmJobCount", job.warmJobCount, most);
    }

    private void checkAtLeast(int least, String path, int number) {
        violations.check(number >= least, path, number, "a whole number >= " + least);
    }

    private void checkOwnKnob(String path, int number, int most) {
        violations.check(
                number >= 0 && number <= most, path, number, "a whole number from 0 to maxReplicaCount (" + most + ")");
        violations.check(
                number <= 0 || job.minReplicaCount <= 0,
                path,
                number,
                "0 where minReplicaCount is set (it is " + job.minReplicaCount + "): use one or the other");
    }

    private void checkTriggers() {
        if (job.triggers.isEmpty()) {
            violations.addMissing("triggers", "at least one trigger");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < job.triggers.size(); i++) {
            Trigger trigger = job.triggers.get(i);
            String path = "triggers[" + i + "]";
            if (trigger.type().isBlank()) {
                violations.addMissing(path + ".type", "a trigger type such as aws-sqs-queue");
            }
            trigger.name()
                    .ifPresent(name -> violations.check(
                            names.add(name), path + ".name", name, "a name that no other trigger has"));
            trigger.metricType()
                    .ifPresent(type -> violations.add(path + ".metricType", type, "nothing: a ScaledJob has none"));
            if (trigger.useCachedMetrics()) {
                warnings.add(path + ".useCachedMetrics has no effect for a ScaledJob");
            }
        }
    }
}
