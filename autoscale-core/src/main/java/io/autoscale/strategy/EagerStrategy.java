// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.InFlightCounting;

/** KEDA's {@code eager}, which subtracts pending jobs twice. */
record EagerStrategy() implements ScalingStrategy {

    @Override
    public ScalingDecision decide(StrategyInput input) {
        long free = input.effectiveMaximum() - input.runningJobs() - input.pendingJobs();
        return Bounded.by(
                input.effectiveMaximum(),
                Math.min(free, input.desiredJobs()),
                "{wanted} wanted, at most {maximum} maximum - {running} running - {pending} pending",
                input);
    }

    @Override
    public String name() {
        return "eager";
    }

    @Override
    public InFlightCounting expectedInFlightCounting() {
        return InFlightCounting.NOT_COUNTED;
    }
}
