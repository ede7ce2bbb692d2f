// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Limits the rate of change of the replicas in one direction. The builder of the scaled object checks the ranges.
 *
 * @param stabilizationWindow the period from which the most cautious recommendation is used; 0 to 1 h
 * @param selectPolicy which policy applies
 * @param policies at least one, unless the direction is disabled
 * @param toleranceRatio the maximum deviation from the ratio 1.0 that causes no change; at least 0; 0.1 is 10 %
 */
public record ScalingRules(
        Duration stabilizationWindow, SelectPolicy selectPolicy, List<ScalingPolicy> policies, double toleranceRatio) {

    /** The default tolerance: 10 %. */
    public static final double DEFAULT_TOLERANCE_RATIO = 0.1;

    private static final Duration PERIOD = Duration.ofSeconds(15);

    /** Immediately, by 100 % or 4 pods in 15 s, whichever is more. */
    public static final ScalingRules DEFAULT_UP = new ScalingRules(
            Duration.ZERO,
            SelectPolicy.MAX,
            List.of(
                    new ScalingPolicy(ScalingPolicy.Type.PERCENT, 100, PERIOD),
                    new ScalingPolicy(ScalingPolicy.Type.PODS, 4, PERIOD)),
            DEFAULT_TOLERANCE_RATIO);

    /** After a lower recommendation for 300 s, by 100 % in 15 s. */
    public static final ScalingRules DEFAULT_DOWN = new ScalingRules(
            Duration.ofMinutes(5),
            SelectPolicy.MAX,
            List.of(new ScalingPolicy(ScalingPolicy.Type.PERCENT, 100, PERIOD)),
            DEFAULT_TOLERANCE_RATIO);

    /** Copies the list. */
    public ScalingRules {
        Objects.requireNonNull(stabilizationWindow, "stabilizationWindow");
        Objects.requireNonNull(selectPolicy, "selectPolicy");
        policies = List.copyOf(policies);
    }

    /** Defines which of several policies applies. */
    public enum SelectPolicy {
        /** {@code Max}: the policy that allows the largest change. */
        MAX,
        /** {@code Min}: the policy that allows the smallest change. */
        MIN,
        /** {@code Disabled}: no change in this direction. */
        DISABLED
    }
}
