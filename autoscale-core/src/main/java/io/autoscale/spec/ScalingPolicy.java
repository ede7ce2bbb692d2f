// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.time.Duration;
import java.util.Objects;

/**
 * How much one policy lets the replicas change. The builder of the scaled object checks the ranges.
 *
 * @param type what the value counts
 * @param value the greatest change in one period; at least 1
 * @param period 1 s to 30 min
 */
public record ScalingPolicy(Type type, int value, Duration period) {

    public ScalingPolicy {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(period, "period");
    }

    /** What the value of a policy counts. */
    public enum Type {
        /** {@code Pods}. */
        PODS,
        /** {@code Percent} of the replicas at the start of the period. */
        PERCENT
    }
}
