// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What a metric is taken for when it cannot be read. The builder of the scaled object checks the ranges.
 *
 * @param failureThreshold after more than so many failures on end; at least 0
 * @param replicas the number of replicas that the metric is taken to ask for; at least 0
 * @param behavior how that number and the one at present go together
 */
public record Fallback(int failureThreshold, int replicas, Behavior behavior) {

    public Fallback {
        Objects.requireNonNull(behavior, "behavior");
    }

    /** How the replicas of a fallback and those at present go together. */
    public enum Behavior {
        /** The replicas of the fallback. */
        STATIC("static"),
        /** Those at present. */
        CURRENT_REPLICAS("currentReplicas"),
        /** Those at present if they are more than those of the fallback. */
        CURRENT_REPLICAS_IF_HIGHER("currentReplicasIfHigher"),
        /** Those at present if they are fewer than those of the fallback. */
        CURRENT_REPLICAS_IF_LOWER("currentReplicasIfLower"),
        /** Those that the formula of the scaling modifiers gives for the metrics that could be read. */
        SCALING_MODIFIERS("scalingModifiers");

        private final String text;

        Behavior(String text) {
            this.text = text;
        }

        /** What a manifest says, such as {@code currentReplicas}. */
        public String text() {
            return text;
        }

        /**
         * The behavior of a text.
         *
         * @param text what a manifest says
         * @return the behavior; empty for another text
         */
        public static Optional<Behavior> fromText(String text) {
            return Arrays.stream(values())
                    .filter(behavior -> behavior.text.equals(text))
                    .findFirst();
        }
    }
}
