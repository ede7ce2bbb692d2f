// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

/** The final step of KEDA's strategies: {@code min(scaleTo, max(cap, 0))}. */
final class Bounded {

    private Bounded() {}

    static ScalingDecision byBacklog(long cap, String formula, StrategyInput input) {
        return by(input.backlog(), cap, formula, input);
    }

    static ScalingDecision by(long scaleTo, long cap, String formula, StrategyInput input) {
        return ScalingDecision.create(Math.min(scaleTo, Math.max(cap, 0)), formula, input);
    }
}
