// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/**
 * How fast the replicas of a scaled object may change ({@code advanced.horizontalPodAutoscalerConfig.behavior}).
 *
 * @param scaleUp upwards
 * @param scaleDown downwards
 */
public record ScalingBehavior(ScalingRules scaleUp, ScalingRules scaleDown) {

    /** {@link ScalingRules#DEFAULT_UP} and {@link ScalingRules#DEFAULT_DOWN}. */
    public static final ScalingBehavior DEFAULT =
            new ScalingBehavior(ScalingRules.DEFAULT_UP, ScalingRules.DEFAULT_DOWN);

    public ScalingBehavior {
        Objects.requireNonNull(scaleUp, "scaleUp");
        Objects.requireNonNull(scaleDown, "scaleDown");
    }
}
