// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.internal.Packed;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import java.util.List;

/**
 * The exact steps of one round: jobs to create with their final names, jobs to delete, and the reasons. Immutable.
 * Executing a plan again uses the same names.
 */
public final class ScalingPlan {

    private static final int LIFETIME_SECONDS = 60;

    private final ScaledJob scaledJob;
    private final Instant at;
    private final PlanArithmetic sum;
    private final PlannedJobs jobsToCreate;
    private final List<String> jobsToDelete;
    private final List<String> jobsToTerminate;

    ScalingPlan(
            ScaledJob scaledJob,
            Instant at,
            PlanArithmetic sum,
            PlannedJobs jobsToCreate,
            List<String> jobsToDelete,
            List<String> jobsToTerminate) {
        this.scaledJob = scaledJob;
        this.at = at;
        this.sum = sum;
        this.jobsToCreate = jobsToCreate;
        this.jobsToDelete = jobsToDelete;
        this.jobsToTerminate = jobsToTerminate;
    }

    /**
     * The scaled job that the plan belongs to.
     *
     * @return the reference of the scaled job
     */
    public WorkloadRef workload() {
        return scaledJob.ref();
    }

    /**
     * When the plan was made.
     *
     * @return the time of the round
     */
    public Instant at() {
        return at;
    }

    /**
     * The time until which the plan may be executed. Later, names that were free may have been used and deleted since.
     *
     * @return {@value #LIFETIME_SECONDS} s after the jobs were counted
     */
    public Instant expiresAt() {
        return sum.census().observedAt().plusSeconds(LIFETIME_SECONDS);
    }

    /**
     * The ordinal up to which names were used or settled when the plan was made. Each job created for the plan stores
     * this number, and {@code ObservedJob.settledOrdinal} returns it. It lets controllers that observe the jobs at
     * different times agree on the next names.
     *
     * @return at least 0 and below the ordinal of each job to create; 0 if none is created
     */
    public long settledOrdinal() {
        return jobsToCreate.settledOrdinal();
    }

    /**
     * The identifier of the plan in jobs and records: its time, as text.
     *
     * @return unique among the plans of one workload
     */
    public String decisionId() {
        return at.toString();
    }

    /**
     * The jobs to create.
     *
     * @return the final names, in order; unmodifiable; empty if no job is to be created
     */
    public List<String> jobsToCreate() {
        return jobsToCreate;
    }

    /**
     * Finished jobs beyond the history limits.
     *
     * @return the names, oldest first; unmodifiable
     */
    public List<String> jobsToDelete() {
        return jobsToDelete;
    }

    /**
     * Unfinished jobs of an older template, which an immediate rollout deletes. They count as running until they are
     * gone. Later rounds create the missing jobs.
     *
     * @return the names, oldest first; unmodifiable
     */
    public List<String> jobsToTerminate() {
        return jobsToTerminate;
    }

    /**
     * The readings of the triggers.
     *
     * @return one reading for each trigger, in their order; unmodifiable
     */
    public List<TriggerReading> readings() {
        return List.copyOf(sum.readings());
    }

    /** The combined demand of the triggers. */
    public Demand demand() {
        return sum.demand();
    }

    /** The job counts that the plan is based on. */
    public JobCounts census() {
        return sum.census();
    }

    /**
     * The requested number before the bounds are applied: the decision of the strategy, or of the planner if the
     * strategy is not called (no trigger is active, or there are fewer jobs than the minimum).
     *
     * @return the decision; its number may be out of bounds
     */
    public ScalingDecision decision() {
        return sum.decision();
    }

    /**
     * The changes made by the bounds, in order. The first starts at the number of the decision; the last ends at the
     * number of jobs to create.
     *
     * @return one entry for each change; empty if the decision was not changed
     */
    public List<Clamp> clamps() {
        return sum.clamps();
    }

    /** The value of the {@code Ready} condition. */
    public Readiness readiness() {
        Demand demand = sum.demand();
        if (demand.failedTriggers() == 0) {
            return Readiness.READY;
        }
        return demand.active() ? Readiness.PARTIAL_TRIGGER_ERROR : Readiness.TRIGGER_ERROR;
    }

    /**
     * The value of the {@code Active} condition.
     *
     * @return true if a trigger is active or the minimum is above 0
     */
    public boolean isActive() {
        return sum.demand().active();
    }

    /**
     * Returns whether there is nothing to do.
     *
     * @return true if no job is created, deleted or replaced
     */
    public boolean isEmpty() {
        return jobsToCreate.isEmpty() && jobsToDelete.isEmpty() && jobsToTerminate.isEmpty();
    }

    /**
     * The steps of the computation in order, with their numbers.
     *
     * @return the explanation; formatted when it is read
     */
    public PlanExplanation explanation() {
        return new PlanExplanation(scaledJob, sum, jobsToCreate.size());
    }

    /**
     * Writes the plan compactly, without its readings; values that can be computed again are omitted. For internal use.
     *
     * @param to the writer
     */
    @SuppressWarnings("exports") // the type is not accessible to programs
    public void pack(Packed.Writer to) {
        PlanPacking.pack(scaledJob, at, sum, jobsToCreate, to);
        PlanPacking.pack(jobsToDelete, to);
        PlanPacking.pack(jobsToTerminate, to);
    }

    /**
     * Reads a packed plan. For internal use.
     *
     * @param from the reader
     * @param readings the readings of the triggers
     */
    @SuppressWarnings("exports") // the type is not accessible to programs
    public static ScalingPlan unpack(Packed.Reader from, List<TriggerReading> readings) {
        return PlanPacking.unpack(from, readings);
    }

    /** Returns the plan in one readable line. */
    @Override
    public String toString() {
        StringBuilder line =
                new StringBuilder(workload().toString()).append(": ").append(explanation());
        if (!jobsToCreate.isEmpty()) {
            line.append(" (").append(jobsToCreate.get(0));
            if (jobsToCreate.size() > 1) {
                line.append(" … ").append(jobsToCreate.get(jobsToCreate.size() - 1));
            }
            line.append(')');
        }
        if (!jobsToDelete.isEmpty()) {
            line.append("; delete ").append(jobsToDelete.size()).append(" finished");
        }
        if (!jobsToTerminate.isEmpty()) {
            line.append("; delete ").append(jobsToTerminate.size()).append(" of an older template");
        }
        return line.toString();
    }
}
