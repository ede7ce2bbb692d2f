// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import org.jspecify.annotations.Nullable;

/**
 * What a strategy decides from. All are whole numbers of at least 0.
 *
 * @param backlog work waiting, in items
 * @param desiredJobs jobs that the backlog asks for, at most the effective maximum
 * @param runningJobs jobs not finished, pending ones included, less the minimum ({@code minReplicaCount}), which the
 *     strategy does not govern
 * @param pendingJobs of all jobs not finished, those that are pending, and those that run and have not taken work yet
 *     where the scaled job keeps claims ({@code claimTimeout})
 * @param effectiveMaximum how many jobs may run beside the minimum
 */
public record StrategyInput(long backlog, long desiredJobs, long runningJobs, long pendingJobs, long effectiveMaximum) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a number is negative
     */
    public StrategyInput {
        if (backlog < 0 || desiredJobs < 0 || runningJobs < 0 || pendingJobs < 0 || effectiveMaximum < 0) {
            throw new IllegalArgumentException("strategy input: 'backlog " + backlog + ", wanted " + desiredJobs
                    + ", running " + runningJobs + ", pending " + pendingJobs + ", maximum " + effectiveMaximum
                    + "' is not valid, expected numbers >= 0");
        }
    }

    /** Starts an input for a test of a strategy: an empty backlog, nothing running, and a maximum of 100. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an input. */
    public static final class Builder {

        private long backlog;
        private @Nullable Long desiredJobs;
        private long runningJobs;
        private long pendingJobs;
        private long effectiveMaximum = 100;

        private Builder() {}

        /**
         * Sets the work waiting.
         *
         * @param items at least 0
         */
        public Builder backlog(long items) {
            this.backlog = items;
            return this;
        }

        /**
         * Sets the jobs that the backlog asks for; unless set, one for each item, at most the maximum.
         *
         * @param jobs at least 0
         */
        public Builder desiredJobs(long jobs) {
            this.desiredJobs = jobs;
            return this;
        }

        /**
         * Sets the jobs not finished.
         *
         * @param jobs at least 0, pending ones included
         */
        public Builder runningJobs(long jobs) {
            this.runningJobs = jobs;
            return this;
        }

        /**
         * Sets how many of the running jobs are pending.
         *
         * @param jobs at least 0
         */
        public Builder pendingJobs(long jobs) {
            this.pendingJobs = jobs;
            return this;
        }

        /**
         * Sets the maximum.
         *
         * @param jobs at least 0
         */
        public Builder effectiveMaximum(long jobs) {
            this.effectiveMaximum = jobs;
            return this;
        }

        /**
         * Makes the input.
         *
         * @throws IllegalArgumentException when a number is negative
         */
        public StrategyInput build() {
            long wanted = desiredJobs == null ? Math.min(backlog, effectiveMaximum) : desiredJobs;
            return new StrategyInput(backlog, wanted, runningJobs, pendingJobs, effectiveMaximum);
        }
    }
}
