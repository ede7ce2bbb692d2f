// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

/** KEDA's {@code custom}. The maximum it applies ignores running jobs; the planner applies the maximum again. */
record CustomStrategy(int deduction, double ratio) implements ScalingStrategy {

    CustomStrategy {
        if (!Double.isFinite(ratio)) {
            throw new IllegalArgumentException("customScalingRunningJobPercentage: '" + ratio
                    + "' is not valid, expected a decimal such as 0.5 for 50 %");
        }
    }

    @Override
    public ScalingDecision decide(StrategyInput input) {
        // the cast to int saturates, so the subtraction cannot overflow
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
