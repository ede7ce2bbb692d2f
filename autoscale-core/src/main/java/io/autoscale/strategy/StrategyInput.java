// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import org.jspecify.annotations.Nullable;

/**
 * The input of a strategy. All values are whole numbers of at least 0.
 *
 * @param backlog the waiting work, in items
 * @param desiredJobs the number of jobs for the backlog, at most the effective maximum
 * @param runningJobs the number of unfinished jobs, including pending ones, minus the minimum
 *     ({@code minReplicaCount}), which the strategy does not control
 * @param pendingJobs the number of unfinished jobs that are pending; with claims ({@code claimTimeout}), also those
 *     that run and have not taken work yet
 * @param effectiveMaximum the maximum number of jobs in addition to the minimum
 */
public record StrategyInput(long backlog, long desiredJobs, long runningJobs, long pendingJobs, long effectiveMaximum) {

    /**
     * Validates the ranges.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public StrategyInput {
        if (backlog < 0 || desiredJobs < 0 || runningJobs < 0 || pendingJobs < 0 || effectiveMaximum < 0) {
            throw new IllegalArgumentException("strategy input: 'backlog " + backlog + ", wanted " + desiredJobs
                    + ", running " + runningJobs + ", pending " + pendingJobs + ", maximum " + effectiveMaximum
                    + "' is not valid, expected numbers >= 0");
        }
    }

    /** Returns a builder for strategy tests, with an empty backlog, no running jobs and a maximum of 100. */
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
         * Sets the waiting work.
         *
         * @param items at least 0
         */
        public Builder backlog(long items) {
            this.backlog = items;
            return this;
        }

        /**
         * Sets the number of jobs for the backlog. The default is one per item, at most the maximum.
         *
         * @param jobs at least 0
         */
        public Builder desiredJobs(long jobs) {
            this.desiredJobs = jobs;
            return this;
        }

        /**
         * Sets the number of unfinished jobs.
         *
         * @param jobs at least 0, including pending jobs
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
         * Creates the input.
         *
         * @throws IllegalArgumentException if a number is negative
         */
        public StrategyInput build() {
            long wanted = desiredJobs == null ? Math.min(backlog, effectiveMaximum) : desiredJobs;
            return new StrategyInput(backlog, wanted, runningJobs, pendingJobs, effectiveMaximum);
        }
    }
}
