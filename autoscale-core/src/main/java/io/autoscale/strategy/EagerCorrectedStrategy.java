// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.InFlightCounting;

/** The intended behavior of {@code eager}: fills free slots while some work has no job yet. */
record EagerCorrectedStrategy() implements ScalingStrategy {

    @Override
    public ScalingDecision decide(StrategyInput input) {
        if (input.desiredJobs() <= input.runningJobs()) {
            return ScalingDecision.create(0, "{wanted} wanted are covered by {running} running", input);
        }
        return Bounded.by(
                input.desiredJobs(),
                input.effectiveMaximum() - input.runningJobs(),
                "{wanted} wanted, at most {maximum} maximum - {running} running",
                input);
    }

    @Override
    public String name() {
        return "eagerCorrected";
    }

    @Override
    public InFlightCounting expectedInFlightCounting() {
        return InFlightCounting.COUNTED;
    }
}
