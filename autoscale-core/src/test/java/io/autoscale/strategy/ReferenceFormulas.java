// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

/** An independent implementation of KEDA's formulas that shares no code with the strategies. */
final class ReferenceFormulas {

    private ReferenceFormulas() {}

    static long created(String strategy, StrategyInput in, long deduction, double percentage) {
        double maxScale = in.desiredJobs();
        double running = in.runningJobs();
        double pending = in.pendingJobs();
        double effectiveMax = in.effectiveMaximum();
        double scaleTo = in.backlog();
        double cap;
        switch (strategy) {
            case "default" -> cap = maxScale - running;
            case "custom" -> {
                double share = running * percentage;
                double truncated = share < 0 ? Math.ceil(share) : Math.floor(share);
                cap = maxScale - deduction - truncated;
                if (cap > effectiveMax) {
                    cap = effectiveMax;
                }
            }
            case "accurate" -> {
                cap = maxScale - pending;
                if (maxScale + running - pending > effectiveMax) {
                    cap = effectiveMax - running;
                }
            }
            case "eager" -> {
                scaleTo = effectiveMax;
                cap = effectiveMax - running - pending;
                if (cap > maxScale) {
                    cap = maxScale;
                }
            }
            default -> throw new IllegalArgumentException(strategy);
        }
        if (cap < 0) {
            cap = 0;
        }
        return (long) (scaleTo < cap ? scaleTo : cap);
    }
}
