// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks a whole {@link ScaledJobBuilder} and turns its texts into values. */
final class ScaledJobValidation {

    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
    // what the field of a manifest holds
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(Integer.MAX_VALUE);

    private final ScaledJobBuilder job;
    private final Violations violations = new Violations();
    private final List<String> warnings = new ArrayList<>();

    ScaledJobValidation(ScaledJobBuilder job) {
        this.job = job;
    }

    ScaledJobParts validated() {
        checkNames();
        checkNumbers();
        checkTriggers();
        JobTemplate template = template();
        ScalingStrategy strategy = strategy();
        MultipleScalersCalculation calculation = calculation();
        Rollout rollout = rollout();
        violations.throwIfAny("ScaledJob " + job.name);
        return new ScaledJobParts(template, strategy, calculation, rollout, List.copyOf(warnings));
    }

    private void checkNames() {
        KubernetesNames.checkName(violations, "name", job.name);
        KubernetesNames.checkNamespace(violations, job.namespace);
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
        checkAtLeast(0, "successfulJobsHistoryLimit", job.successfulJobsHistoryLimit);
        checkAtLeast(0, "failedJobsHistoryLimit", job.failedJobsHistoryLimit);
        checkAtLeast(0, "minReplicaCount", job.minReplicaCount);
        checkAtLeast(1, "maxReplicaCount", job.maxReplicaCount);
        if (job.minReplicaCount > job.maxReplicaCount && job.maxReplicaCount >= 1) {
            warnings.add("minReplicaCount " + job.minReplicaCount + " is above maxReplicaCount " + job.maxReplicaCount
                    + " and is taken as " + job.maxReplicaCount);
        }
        checkOwnKnob("minTotalJobCount", job.minTotalJobCount);
        checkOwnKnob("warmJobCount", job.warmJobCount);
    }

    private void checkAtLeast(int least, String path, int number) {
        violations.check(number >= least, path, number, "a whole number >= " + least);
    }

    private void checkOwnKnob(String path, int number) {
        violations.check(
                number >= 0 && number <= Math.max(0, job.maxReplicaCount),
                path,
                number,
                "a whole number from 0 to maxReplicaCount (" + job.maxReplicaCount + ")");
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

    private JobTemplate template() {
        if (job.jobTemplate == null) {
            violations.addMissing("jobTargetRef", "the template of the jobs to create");
            return JobTemplate.named("missing");
        }
        return job.jobTemplate;
    }

    private ScalingStrategy strategy() {
        if (job.strategy != null) {
            return job.strategy;
        }
        if (job.strategyText.equals("custom")) {
            return customStrategy();
        }
        return ScalingStrategy.fromText(job.strategyText).orElseGet(() -> {
            violations.add("scalingStrategy.strategy", job.strategyText, "one of default, custom, accurate, eager");
            return ScalingStrategy.defaultStrategy();
        });
    }

    // The reference falls back to its default strategy in silence; here the numbers are the same, and it is said.
    private ScalingStrategy customStrategy() {
        String text = job.customPercentage;
        try {
            if (text != null && !text.matches(".*[dDfF]") && Double.isFinite(Double.parseDouble(text))) {
                return ScalingStrategy.custom(job.customDeduction, Double.parseDouble(text));
            }
        } catch (NumberFormatException e) {
            // said below, as for an absent text
        }
        warnings.add("scalingStrategy.customScalingRunningJobPercentage"
                + (text == null ? " is missing" : ": '" + text + "' is not a decimal such as 0.5")
                + ", so the custom strategy behaves as default");
        return ScalingStrategy.defaultStrategy();
    }

    private MultipleScalersCalculation calculation() {
        return MultipleScalersCalculation.fromText(job.calculation).orElseGet(() -> {
            violations.add(
                    "scalingStrategy.multipleScalersCalculation",
                    job.calculation,
                    "one of " + MultipleScalersCalculation.texts());
            return MultipleScalersCalculation.MAX;
        });
    }

    private Rollout rollout() {
        String deprecated = job.deprecatedRolloutStrategy;
        String path = deprecated == null ? "rollout.strategy" : "rolloutStrategy";
        String text = deprecated == null ? job.rolloutStrategy : deprecated;
        violations.check(
                List.of("default", "immediate", "gradual").contains(text),
                path,
                text,
                "one of default, immediate, gradual");
        violations.check(
                List.of("background", "foreground").contains(job.rolloutPropagationPolicy),
                "rollout.propagationPolicy",
                job.rolloutPropagationPolicy,
                "one of background, foreground");
        return new Rollout(
                text.equals("gradual") ? Rollout.Strategy.GRADUAL : Rollout.Strategy.IMMEDIATE,
                job.rolloutPropagationPolicy.equals("foreground")
                        ? Rollout.PropagationPolicy.FOREGROUND
                        : Rollout.PropagationPolicy.BACKGROUND,
                job.rolloutMaxDisruption,
                job.rolloutProtectedAge);
    }
}
