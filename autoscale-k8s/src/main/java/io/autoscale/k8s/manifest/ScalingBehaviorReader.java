// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.spec.ScalingBehavior;
import io.autoscale.spec.ScalingPolicy;
import io.autoscale.spec.ScalingRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code behavior}. Absent fields have the defaults of the direction. */
final class ScalingBehaviorReader {

    private ScalingBehaviorReader() {}

    static ScalingBehavior read(ManifestNode node) {
        ScalingBehavior behavior = new ScalingBehavior(
                rules(node, "scaleUp", ScalingRules.DEFAULT_UP), rules(node, "scaleDown", ScalingRules.DEFAULT_DOWN));
        node.finish();
        return behavior;
    }

    private static ScalingRules rules(ManifestNode behavior, String direction, ScalingRules otherwise) {
        Optional<ManifestNode> given = behavior.object(direction);
        if (given.isEmpty()) {
            return otherwise;
        }
        ManifestNode node = given.get();
        List<ScalingPolicy> policies = node.objects("policies").stream()
                .map(ScalingBehaviorReader::policy)
                .toList();
        ScalingRules rules = new ScalingRules(
                node.integer("stabilizationWindowSeconds")
                        .map(Duration::ofSeconds)
                        .orElse(otherwise.stabilizationWindow()),
                node.choice(
                        "selectPolicy",
                        otherwise.selectPolicy(),
                        text -> switch (text) {
                            case "Max" -> Optional.of(ScalingRules.SelectPolicy.MAX);
                            case "Min" -> Optional.of(ScalingRules.SelectPolicy.MIN);
                            case "Disabled" -> Optional.of(ScalingRules.SelectPolicy.DISABLED);
                            default -> Optional.empty();
                        },
                        "Max, Min or Disabled"),
                node.has("policies") ? policies : otherwise.policies(),
                node.quantity("tolerance").orElse(otherwise.toleranceRatio()));
        node.finish();
        return rules;
    }

    private static ScalingPolicy policy(ManifestNode node) {
        if (!node.has("type")) {
            node.missing("type", "Pods or Percent");
        }
        ScalingPolicy policy = new ScalingPolicy(
                node.choice(
                        "type",
                        ScalingPolicy.Type.PODS,
                        text -> switch (text) {
                            case "Pods" -> Optional.of(ScalingPolicy.Type.PODS);
                            case "Percent" -> Optional.of(ScalingPolicy.Type.PERCENT);
                            default -> Optional.empty();
                        },
                        "Pods or Percent"),
                node.requiredInteger("value", "a whole number >= 1"),
                Duration.ofSeconds(node.requiredInteger("periodSeconds", "1 to 1800 seconds")));
        node.finish();
        return policy;
    }
}
