// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.InFlightCounting;

/** KEDA's {@code default}. */
record DefaultStrategy() implements ScalingStrategy {

    @Override
    public ScalingDecision decide(StrategyInput input) {
        long cap = input.desiredJobs() - input.runningJobs();
        return Bounded.byBacklog(cap, "{wanted} wanted - {running} running", input);
    }

    @Override
    public String name() {
        return "default";
    }

    @Override
    public InFlightCounting expectedInFlightCounting() {
        return InFlightCounting.COUNTED;
    }
}
