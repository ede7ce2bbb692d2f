// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

/**
 * What all triggers together ask for, before anything that runs is considered.
 *
 * @param backlog work waiting, in items: the sum over triggers as the calculation defines it, rounded up; at least 0
 * @param desiredJobs jobs that the backlog asks for, bounded by the effective maximum and rounded up (KEDA calls
 *     it maxScale); at least 0
 * @param active whether some trigger is above its activation threshold, or the minimum is above 0
 * @param observedTriggers how many triggers were read
 * @param failedTriggers how many could not be read
 */
public record Demand(long backlog, long desiredJobs, boolean active, int observedTriggers, int failedTriggers) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a number is negative
     */
    public Demand {
        if (backlog < 0 || desiredJobs < 0 || observedTriggers < 0 || failedTriggers < 0) {
            throw new IllegalArgumentException("demand: '" + backlog + ", " + desiredJobs + ", " + observedTriggers
                    + ", " + failedTriggers + "' is not valid, expected numbers >= 0");
        }
    }

    /**
     * Says whether nothing at all is known: there are triggers, and none could be read.
     *
     * @return true when every trigger failed
     */
    public boolean isUnknown() {
        return failedTriggers > 0 && observedTriggers == 0;
    }
}
