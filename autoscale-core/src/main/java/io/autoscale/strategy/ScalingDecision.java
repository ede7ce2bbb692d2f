// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many jobs a strategy wants to create, with its reason. The planner bounds the number by the free slots. */
public sealed interface ScalingDecision {

    /**
     * The number of jobs to create, as the strategy computed it. It may be beyond the maximum: the planner bounds it and
     * explains that.
     */
    long jobs();

    /**
     * Why, with the numbers used.
     *
     * @return a phrase such as {@code 10 wanted - 3 running}
     */
    String reason();

    /**
     * Wants jobs.
     *
     * @param jobs how many: at least 0
     * @param reason why, with the numbers used
     * @throws IllegalArgumentException when the number is negative
     */
    static ScalingDecision create(long jobs, String reason) {
        return new CreateJobs(jobs, reason, null);
    }

    /**
     * Wants jobs, for a reason that is put into words only when somebody reads it.
     *
     * @param jobs how many: at least 0
     * @param formula why, where {@code {backlog}}, {@code {wanted}}, {@code {running}}, {@code {pending}} and {@code
     *     {maximum}} stand for the numbers of the input
     * @param input the numbers
     * @throws IllegalArgumentException when the number is negative
     */
    static ScalingDecision create(long jobs, String formula, StrategyInput input) {
        return new CreateJobs(jobs, formula, Objects.requireNonNull(input, "input"));
    }

    /**
     * Wants nothing now.
     *
     * @param reason why
     */
    static ScalingDecision none(String reason) {
        return new None(reason);
    }

    /**
     * Jobs are wanted.
     *
     * @param jobs how many: at least 0
     * @param formula why, in words, or with placeholders for the numbers of the input
     * @param input the numbers for the placeholders; null where there are none
     */
    record CreateJobs(long jobs, String formula, @Nullable StrategyInput input) implements ScalingDecision {

        /**
         * Checks the number, and that there is a reason.
         *
         * @throws IllegalArgumentException when the number is negative
         */
        public CreateJobs {
            if (jobs < 0) {
                throw new IllegalArgumentException("jobs: '" + jobs
                        + "' is not valid, expected 0 or more jobs to create: Math.max(0, ...) where less is wanted"
                        + " than runs");
            }
            Objects.requireNonNull(formula, "formula");
        }

        @Override
        public String reason() {
            if (input == null) {
                return formula;
            }
            return formula.replace("{backlog}", Long.toString(input.backlog()))
                    .replace("{wanted}", Long.toString(input.desiredJobs()))
                    .replace("{running}", Long.toString(input.runningJobs()))
                    .replace("{pending}", Long.toString(input.pendingJobs()))
                    .replace("{maximum}", Long.toString(input.effectiveMaximum()));
        }
    }

    /**
     * Nothing is wanted now.
     *
     * @param reason why
     */
    record None(String reason) implements ScalingDecision {

        public None {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public long jobs() {
            return 0;
        }
    }
}
