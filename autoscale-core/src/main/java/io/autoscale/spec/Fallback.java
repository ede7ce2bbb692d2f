// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The value that replaces a metric that cannot be read. The builder of the scaled object checks the ranges.
 *
 * @param failureThreshold the fallback applies after more than this number of consecutive failures; at least 0
 * @param replicas the number of replicas to assume for the metric; at least 0
 * @param behavior how to combine this number with the current number of replicas
 */
public record Fallback(int failureThreshold, int replicas, Behavior behavior) {

    public Fallback {
        Objects.requireNonNull(behavior, "behavior");
    }

    /** How to combine the fallback replicas with the current replicas. */
    public enum Behavior {
        /** Uses the fallback replicas. */
        STATIC("static"),
        /** Uses the current replicas. */
        CURRENT_REPLICAS("currentReplicas"),
        /** Uses the current replicas if they exceed the fallback replicas. */
        CURRENT_REPLICAS_IF_HIGHER("currentReplicasIfHigher"),
        /** Uses the current replicas if they are fewer than the fallback replicas. */
        CURRENT_REPLICAS_IF_LOWER("currentReplicasIfLower"),
        /** Applies the formula of the scaling modifiers to the metrics that could be read. */
        SCALING_MODIFIERS("scalingModifiers");

        private final String text;

        Behavior(String text) {
            this.text = text;
        }

        /** Returns the text used in manifests, such as {@code currentReplicas}. */
        public String text() {
            return text;
        }

        /**
         * Parses the text used in manifests.
         *
         * @param text the text in the manifest
         * @return the behavior, or empty if the text is unknown
         */
        public static Optional<Behavior> fromText(String text) {
            return Arrays.stream(values())
                    .filter(behavior -> behavior.text.equals(text))
                    .findFirst();
        }
    }
}
