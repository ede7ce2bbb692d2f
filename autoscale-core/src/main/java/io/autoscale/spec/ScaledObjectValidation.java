// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.Trigger;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Validates a {@link ScaledObjectBuilder}. */
final class ScaledObjectValidation {

    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PERIOD = Duration.ofMinutes(30);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final Set<String> RESOURCE_TYPES = Set.of("cpu", "memory");
    private static final Set<String> NEVER_CACHED = Set.of("cpu", "memory", "cron");
    private static final String BEHAVIOR = "advanced.horizontalPodAutoscalerConfig.behavior";
    private static final String MODIFIERS = "advanced.scalingModifiers";

    private final ScaledObjectBuilder object;
    private final Violations violations = new Violations();

    ScaledObjectValidation(ScaledObjectBuilder object) {
        this.object = object;
    }

    /** Returns the target, which is present if the configuration is valid. */
    ScaleTarget validated() {
        KubernetesNames.checkName(violations, "name", object.name);
        KubernetesNames.checkNamespace(violations, object.namespace);
        KubernetesNames.checkLabels(violations, object.labels, object.annotations);
        violations.check(object.generation >= 0, "generation", object.generation, "a whole number >= 0");
        ScaleTarget target = target();
        checkTimes();
        checkReplicas();
        checkTriggers();
        checkFallback();
        checkRules(BEHAVIOR + ".scaleUp", object.behavior.scaleUp());
        checkRules(BEHAVIOR + ".scaleDown", object.behavior.scaleDown());
        checkModifiers();
        violations.throwIfAny("ScaledObject " + object.name);
        return target;
    }

    private ScaleTarget target() {
        ScaleTarget target = object.scaleTargetRef;
        if (target == null) {
            violations.addMissing("scaleTargetRef", "the workload to scale");
            return ScaleTarget.deployment("missing");
        }
        KubernetesNames.checkName(violations, "scaleTargetRef.name", target.name());
        violations.check(
                target.apiVersion().matches("([^/ ]+/)?[^/ ]+"),
                "scaleTargetRef.apiVersion",
                target.apiVersion(),
                "group and version such as apps/v1");
        violations.check(!target.kind().isBlank(), "scaleTargetRef.kind", target.kind(), "a kind such as Deployment");
        return target;
    }

    private void checkTimes() {
        violations.check(
                object.pollingInterval.compareTo(LEAST_INTERVAL) >= 0,
                "pollingInterval",
                object.pollingInterval,
                "at least 1 second");
        violations.check(
                !object.cooldownPeriod.isNegative(), "cooldownPeriod", object.cooldownPeriod, "at least 0 seconds");
        violations.check(
                !object.initialCooldownPeriod.isNegative(),
                "initialCooldownPeriod",
                object.initialCooldownPeriod,
                "at least 0 seconds");
    }

    private void checkReplicas() {
        int minimum = object.minReplicaCount;
        violations.check(minimum >= 0, "minReplicaCount", minimum, "a whole number >= 0");
        violations.check(object.maxReplicaCount >= 1, "maxReplicaCount", object.maxReplicaCount, "a whole number >= 1");
        violations.check(
                object.maxReplicaCount < 1 || minimum <= object.maxReplicaCount,
                "minReplicaCount",
                minimum,
                "at most maxReplicaCount (" + object.maxReplicaCount + ")");
        Integer idle = object.idleReplicaCount;
        // the minimum of an HPA is at least 1
        int least = Math.max(1, minimum);
        violations.check(
                idle == null || (idle >= 0 && idle < least),
                "idleReplicaCount",
                String.valueOf(idle),
                "a whole number >= 0 and below minReplicaCount (" + least + ")");
        String paused = object.annotations.getOrDefault(ScaledObject.PAUSED_REPLICAS_ANNOTATION, "0");
        violations.check(
                paused.matches("\\d{1,9}"),
                "annotations." + ScaledObject.PAUSED_REPLICAS_ANNOTATION,
                paused,
                "a whole number >= 0");
    }

    private void checkTriggers() {
        if (object.triggers.isEmpty()) {
            violations.addMissing("triggers", "at least one trigger");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < object.triggers.size(); i++) {
            Trigger trigger = object.triggers.get(i);
            String path = "triggers[" + i + "]";
            if (trigger.type().isBlank()) {
                violations.addMissing(path + ".type", "a trigger type such as aws-sqs-queue");
            }
            trigger.name()
                    .ifPresent(name -> violations.check(
                            names.add(name), path + ".name", name, "a name that no other trigger has"));
            List<String> types = RESOURCE_TYPES.contains(trigger.type())
                    ? List.of("Utilization", "AverageValue")
                    : List.of("AverageValue", "Value");
            trigger.metricType()
                    .ifPresent(type -> violations.check(
                            types.contains(type), path + ".metricType", type, String.join(" or ", types)));
            violations.check(
                    !trigger.useCachedMetrics() || !NEVER_CACHED.contains(trigger.type()),
                    path + ".useCachedMetrics",
                    trigger.useCachedMetrics(),
                    "false: a trigger of type " + trigger.type() + " has nothing to cache");
        }
    }

    private void checkFallback() {
        Fallback fallback = object.fallback;
        if (fallback != null) {
            violations.check(
                    fallback.failureThreshold() >= 0,
                    "fallback.failureThreshold",
                    fallback.failureThreshold(),
                    "a whole number >= 0");
            violations.check(fallback.replicas() >= 0, "fallback.replicas", fallback.replicas(), "a whole number >= 0");
        }
    }

    private void checkRules(String path, ScalingRules rules) {
        Duration window = rules.stabilizationWindow();
        violations.check(
                !window.isNegative() && window.compareTo(LONGEST_WINDOW) <= 0,
                path + ".stabilizationWindowSeconds",
                window,
                "0 to 3600 seconds");
        violations.check(
                Double.isFinite(rules.toleranceRatio()) && rules.toleranceRatio() >= 0,
                path + ".tolerance",
                rules.toleranceRatio(),
                "a number >= 0");
        violations.check(
                !rules.policies().isEmpty() || rules.selectPolicy() == ScalingRules.SelectPolicy.DISABLED,
                path + ".policies",
                "[]",
                "at least one policy");
        for (int i = 0; i < rules.policies().size(); i++) {
            ScalingPolicy policy = rules.policies().get(i);
            String at = path + ".policies[" + i + "]";
            violations.check(policy.value() >= 1, at + ".value", policy.value(), "a whole number >= 1");
            violations.check(
                    policy.period().compareTo(LEAST_INTERVAL) >= 0
                            && policy.period().compareTo(LONGEST_PERIOD) <= 0,
                    at + ".periodSeconds",
                    policy.period(),
                    "1 to 1800 seconds");
        }
    }

    private void checkModifiers() {
        ScalingModifiers modifiers = object.scalingModifiers;
        if (modifiers == null) {
            return;
        }
        violations.check(
                !modifiers.formula().isBlank(),
                MODIFIERS + ".formula",
                modifiers.formula(),
                "an expression over the names of triggers");
        violations.check(
                Double.isFinite(modifiers.target()) && modifiers.target() > 0,
                MODIFIERS + ".target",
                modifiers.target(),
                "a number above 0");
        violations.check(
                Double.isFinite(modifiers.activationTarget()),
                MODIFIERS + ".activationTarget",
                modifiers.activationTarget(),
                "a finite number");
    }
}
