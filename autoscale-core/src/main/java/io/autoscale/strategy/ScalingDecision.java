// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The number of jobs that a strategy requests, with the reason. The planner limits the number to the free slots. */
public sealed interface ScalingDecision {

    /**
     * The number of jobs to create as computed by the strategy. It may exceed the maximum: the planner limits it and
     * reports the change.
     */
    long jobs();

    /**
     * The reason, with the numbers used.
     *
     * @return a phrase such as {@code 10 wanted - 3 running}
     */
    String reason();

    /**
     * Creates a decision to create jobs.
     *
     * @param jobs the number of jobs: at least 0
     * @param reason the reason, with the numbers used
     * @throws IllegalArgumentException if the number is negative
     */
    static ScalingDecision create(long jobs, String reason) {
        return new CreateJobs(jobs, reason, null);
    }

    /**
     * Creates a decision to create jobs. Its reason is formatted only when it is read.
     *
     * @param jobs the number of jobs: at least 0
     * @param formula the reason, with {@code {backlog}}, {@code {wanted}}, {@code {running}}, {@code {pending}} and
     *     {@code {maximum}} as placeholders for the numbers of the input
     * @param input the numbers
     * @throws IllegalArgumentException if the number is negative
     */
    static ScalingDecision create(long jobs, String formula, StrategyInput input) {
        return new CreateJobs(jobs, formula, Objects.requireNonNull(input, "input"));
    }

    /**
     * Creates a decision to create no jobs.
     *
     * @param reason the reason
     */
    static ScalingDecision none(String reason) {
        return new None(reason);
    }

    /**
     * A decision to create jobs.
     *
     * @param jobs the number of jobs: at least 0
     * @param formula the reason, as text or with placeholders for the numbers of the input
     * @param input the numbers for the placeholders, or null
     */
    record CreateJobs(long jobs, String formula, @Nullable StrategyInput input) implements ScalingDecision {

        /**
         * Validates the number and the reason.
         *
         * @throws IllegalArgumentException if the number is negative
         */
        public CreateJobs {
            if (jobs < 0) {
                throw new IllegalArgumentException("jobs: '" + jobs
                        + "' is not valid, expected 0 or more jobs to create; use Math.max(0, ...) if fewer jobs are"
                        + " desired than running");
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
     * A decision to create no jobs.
     *
     * @param reason the reason
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
