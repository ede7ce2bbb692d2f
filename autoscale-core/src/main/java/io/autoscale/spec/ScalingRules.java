// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How fast the replicas may change in one direction. The builder of the scaled object checks the ranges.
 *
 * @param stabilizationWindow the time for which the most cautious recommendation counts; 0 to 1 h
 * @param selectPolicy which policy counts
 * @param policies at least one, unless the direction is disabled
 * @param toleranceRatio up to which difference from the ratio 1.0 nothing changes; at least 0, 0.1 is 10 %
 */
public record ScalingRules(
        Duration stabilizationWindow, SelectPolicy selectPolicy, List<ScalingPolicy> policies, double toleranceRatio) {

    /** The tolerance unless set: 10 %. */
    public static final double DEFAULT_TOLERANCE_RATIO = 0.1;

    private static final Duration PERIOD = Duration.ofSeconds(15);

    /** At once, by 100 % or 4 pods in 15 s, whichever is more. */
    public static final ScalingRules DEFAULT_UP = new ScalingRules(
            Duration.ZERO,
            SelectPolicy.MAX,
            List.of(
                    new ScalingPolicy(ScalingPolicy.Type.PERCENT, 100, PERIOD),
                    new ScalingPolicy(ScalingPolicy.Type.PODS, 4, PERIOD)),
            DEFAULT_TOLERANCE_RATIO);

    /** After 300 s of a lower recommendation, by 100 % in 15 s. */
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

    /** Which of several policies counts. */
    public enum SelectPolicy {
        /** {@code Max}: the one that allows the greatest change. */
        MAX,
        /** {@code Min}: the one that allows the smallest change. */
        MIN,
        /** {@code Disabled}: no change in this direction. */
        DISABLED
    }
}
