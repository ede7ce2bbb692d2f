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
 * Executes plans. Idempotent: it creates jobs only under the names in the plan. It therefore never creates more jobs
 * than planned, even if repeated after a crash or timeout, or run by two controllers concurrently.
 */
@FunctionalInterface
public interface ScalingExecutor {

    /**
     * Creates and deletes the jobs of a plan. A failed step does not stop the other steps, unless they cannot succeed
     * either, for example because a quota is reached. Steps that were not tried are absent from the outcome.
     *
     * <p>Stores {@link ScalingPlan#settledOrdinal()} with each created job, for the observer to return. Creates nothing
     * after {@link ScalingPlan#expiresAt()}, because a name may have been used and deleted since.
     *
     * <p>Implementations are thread-safe, but are never called concurrently for the same workload. They may block, but
     * must limit the time themselves. The thread is interrupted when the engine's deadline has passed.
     *
     * @param job the scaled job, with the template
     * @param plan the plan
     * @return the outcome of each step; a create without a response is {@link Status#CREATE_UNKNOWN}
     */
    ExecutionOutcome execute(ScaledJob job, ScalingPlan plan);

    /**
     * Returns an executor that changes nothing and reports what it would do. The other phases of the round are real.
     */
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
