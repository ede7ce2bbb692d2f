// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.time.Duration;
import java.util.Objects;

/**
 * The maximum change of the replicas that one policy allows. The builder of the scaled object checks the ranges.
 *
 * @param type the unit of the value
 * @param value the maximum change in one period; at least 1
 * @param period 1 s to 30 min
 */
public record ScalingPolicy(Type type, int value, Duration period) {

    public ScalingPolicy {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(period, "period");
    }

    /** The unit of a policy's value. */
    public enum Type {
        /** {@code Pods}. */
        PODS,
        /** {@code Percent} of the replicas at the start of the period. */
        PERCENT
    }
}
