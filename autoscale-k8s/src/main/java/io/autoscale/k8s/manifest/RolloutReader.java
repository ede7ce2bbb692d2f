// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.spec.Rollout;
import io.autoscale.spec.Rollout.PropagationPolicy;
import io.autoscale.spec.Rollout.Strategy;
import java.util.Optional;

/**
 * Reads {@code rollout} and the older {@code rolloutStrategy}. The older field takes precedence if both are present.
 */
final class RolloutReader {

    private RolloutReader() {}

    /** The defaults are those of KEDA, not those of the builder. */
    static Rollout read(ManifestNode spec) {
        boolean older =
                spec.text("rolloutStrategy").filter(text -> !text.isEmpty()).isPresent();
        Strategy strategy = older ? strategy(spec, "rolloutStrategy") : Strategy.IMMEDIATE;
        PropagationPolicy propagation = PropagationPolicy.BACKGROUND;
        Optional<ManifestNode> rollout = spec.object("rollout");
        if (rollout.isPresent()) {
            ManifestNode node = rollout.get();
            if (older) {
                node.ignore("strategy");
            } else {
                strategy = strategy(node, "strategy");
            }
            propagation = propagation(node);
            node.finish();
        }
        return new Rollout(strategy, propagation);
    }

    private static Strategy strategy(ManifestNode node, String key) {
        return node.choice(
                key,
                Strategy.IMMEDIATE,
                text -> switch (text) {
                    case "default", "immediate" -> Optional.of(Strategy.IMMEDIATE);
                    case "gradual" -> Optional.of(Strategy.GRADUAL);
                    default -> Optional.empty();
                },
                "one of default, immediate, gradual");
    }

    private static PropagationPolicy propagation(ManifestNode node) {
        return node.choice(
                "propagationPolicy",
                PropagationPolicy.BACKGROUND,
                text -> switch (text) {
                    case "background" -> Optional.of(PropagationPolicy.BACKGROUND);
                    case "foreground" -> Optional.of(PropagationPolicy.FOREGROUND);
                    default -> Optional.empty();
                },
                "one of background, foreground");
    }
}
