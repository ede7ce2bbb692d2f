// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.WorkInHand;

/** The reference's {@code accurate}. */
record AccurateStrategy() implements ScalingStrategy {

    @Override
    public ScalingDecision decide(StrategyInput input) {
        long together = input.wantedJobs() + input.runningJobs() - input.pendingJobs();
        if (together > input.effectiveMaximum()) {
            return Bounded.byBacklog(
                    input.effectiveMaximum() - input.runningJobs(), "{maximum} maximum - {running} running", input);
        }
        return Bounded.byBacklog(
                input.wantedJobs() - input.pendingJobs(), "{wanted} wanted - {pending} pending", input);
    }

    @Override
    public String name() {
        return "accurate";
    }

    @Override
    public WorkInHand expectedWorkInHand() {
        return WorkInHand.NOT_COUNTED;
    }
}
