// SPDX-License-Identifier: Apache-2.0
package io.autoscale.executor;

import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a plan out. Idempotent: repeated after any crash or timeout, or run by two controllers at once, it never
 * makes more jobs than planned, because it creates jobs under the names in the plan and under no other.
 */
@FunctionalInterface
public interface ScalingExecutor {

    /**
     * Creates and deletes the jobs of a plan. A step that fails does not stop the others unless trying them is
     * hopeless (a quota is reached); steps not tried are absent from the outcome.
     *
     * <p>Keeps {@link ScalingPlan#settledOrdinal()} with each job that it creates, for the observer to give back, and
     * creates nothing after {@link ScalingPlan#expiresAt()}: the name may have been used and given back since.
     *
     * <p>Safe from any thread, but never called twice at once for one workload. Blocks for as long as it must, within
     * a bound of its own; the thread is interrupted when the engine's deadline has passed.
     *
     * @param job the scaled job, with the template
     * @param plan what to do
     * @return what became of each step; a create that was sent and not answered is {@link Status#CREATE_UNKNOWN}
     */
    ExecutionOutcome execute(ScaledJob job, ScalingPlan plan);

    /** An executor that changes nothing and reports what it would do: the rest of the round is real. */
    static ScalingExecutor dryRun() {
        return (job, plan) -> {
            List<JobOutcome> outcomes = new ArrayList<>();
            plan.jobsToCreate().forEach(name -> outcomes.add(JobOutcome.of(name, Status.DRY_RUN)));
            plan.jobsToDelete().forEach(name -> outcomes.add(JobOutcome.of(name, Status.DRY_RUN)));
            plan.jobsToTerminate().forEach(name -> outcomes.add(JobOutcome.of(name, Status.DRY_RUN)));
            return new ExecutionOutcome(outcomes);
        };
    }
}
