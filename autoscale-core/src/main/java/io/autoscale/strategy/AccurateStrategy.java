// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.InFlightCounting;

/** KEDA's {@code accurate}. */
record AccurateStrategy() implements ScalingStrategy {

    @Override
    public ScalingDecision decide(StrategyInput input) {
        long together = input.desiredJobs() + input.runningJobs() - input.pendingJobs();
        if (together > input.effectiveMaximum()) {
            return Bounded.byBacklog(
                    input.effectiveMaximum() - input.runningJobs(), "{maximum} maximum - {running} running", input);
        }
        return Bounded.byBacklog(
                input.desiredJobs() - input.pendingJobs(), "{wanted} wanted - {pending} pending", input);
    }

    @Override
    public String name() {
        return "accurate";
    }

    @Override
    public InFlightCounting expectedInFlightCounting() {
        return InFlightCounting.NOT_COUNTED;
    }
}
