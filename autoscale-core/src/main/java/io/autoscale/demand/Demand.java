// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

/**
 * The combined demand of all triggers, before running jobs are considered.
 *
 * @param backlog the waiting work, in items: the triggers combined by the calculation, rounded up; at least 0
 * @param desiredJobs the number of jobs for the backlog, limited to the effective maximum and rounded up (maxScale in
 *     KEDA); at least 0
 * @param active whether a trigger is above its activation threshold or the minimum is above 0
 * @param observedTriggers the number of triggers that were read
 * @param failedTriggers the number of triggers that could not be read
 */
public record Demand(long backlog, long desiredJobs, boolean active, int observedTriggers, int failedTriggers) {

    /**
     * Validates the ranges.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public Demand {
        if (backlog < 0 || desiredJobs < 0 || observedTriggers < 0 || failedTriggers < 0) {
            throw new IllegalArgumentException("demand: '" + backlog + ", " + desiredJobs + ", " + observedTriggers
                    + ", " + failedTriggers + "' is not valid, expected numbers >= 0");
        }
    }

    /**
     * Returns whether the demand is unknown: there are triggers, but none could be read.
     *
     * @return true if every trigger failed
     */
    public boolean isUnknown() {
        return failedTriggers > 0 && observedTriggers == 0;
    }
}
