// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

/** KEDA's {@code custom}: it forgets what runs when it bounds by the maximum, and the planner does not. */
record CustomStrategy(int deduction, double ratio) implements ScalingStrategy {

    CustomStrategy {
        if (!Double.isFinite(ratio)) {
            throw new IllegalArgumentException("customScalingRunningJobPercentage: '" + ratio
                    + "' is not valid, expected a decimal such as 0.5 for 50 %");
        }
    }

    @Override
    public ScalingDecision decide(StrategyInput input) {
        // an int, since this cast stops at the ends of its range: what is taken off never overflows
        long share = (int) (input.runningJobs() * ratio);
        long cap = Math.min(input.desiredJobs() - deduction - share, input.effectiveMaximum());
        return Bounded.byBacklog(
                cap,
                "{wanted} wanted - " + deduction + " deducted - " + share + " of {running} running, at most {maximum}",
                input);
    }

    @Override
    public String name() {
        return "custom";
    }
}
