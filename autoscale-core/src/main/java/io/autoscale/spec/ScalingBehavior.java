// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/**
 * Limits the rate of change of a scaled object's replicas ({@code advanced.horizontalPodAutoscalerConfig.behavior}).
 *
 * @param scaleUp the rules for scaling out
 * @param scaleDown the rules for scaling in
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
