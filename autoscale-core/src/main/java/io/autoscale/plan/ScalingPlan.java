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
 * The exact steps of one round: jobs to create with their final names, jobs to delete, and why. Immutable data: it can
 * be printed, compared, carried out, or not carried out. Carrying it out again lands on the same names.
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
     * Whose jobs.
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
     * Until when the plan may be carried out. What it goes by is out of date then: names that were free may have been
     * used and given back since.
     *
     * @return {@value #LIFETIME_SECONDS} s after the jobs were counted
     */
    public Instant expiresAt() {
        return sum.census().observedAt().plusSeconds(LIFETIME_SECONDS);
    }

    /**
     * Up to which ordinal names were in use or settled when the plan was made. Each job that is created for the plan
     * keeps this number, and {@code ObservedJob.settledOrdinal} gives it back: it is how controllers that see different
     * moments agree on the next names.
     *
     * @return at least 0, and below the ordinal of each job to create; 0 where none is created
     */
    public long settledOrdinal() {
        return jobsToCreate.settledOrdinal();
    }

    /**
     * What jobs and records of this plan are known by: its time, as text.
     *
     * @return unique among the plans of one workload
     */
    public String decisionId() {
        return at.toString();
    }

    /**
     * The jobs to create.
     *
     * @return their final names, in order; unmodifiable; empty when nothing is to be created
     */
    public List<String> jobsToCreate() {
        return jobsToCreate;
    }

    /**
     * Finished jobs beyond the history limits.
     *
     * @return their names, oldest first; unmodifiable
     */
    public List<String> jobsToDelete() {
        return jobsToDelete;
    }

    /**
     * Unfinished jobs of an older template, which an immediate rollout deletes. They count as running until they are
     * gone; the rounds after that create what is then missing.
     *
     * @return their names, oldest first; unmodifiable
     */
    public List<String> jobsToTerminate() {
        return jobsToTerminate;
    }

    /**
     * What the triggers read.
     *
     * @return one reading for each trigger, in their order; unmodifiable
     */
    public List<TriggerReading> readings() {
        return List.copyOf(sum.readings());
    }

    /** What the triggers together ask for. */
    public Demand demand() {
        return sum.demand();
    }

    /** The jobs that the plan reckoned with. */
    public JobCounts census() {
        return sum.census();
    }

    /**
     * What was wanted before the bounds: the strategy's answer, or the planner's own where the strategy is not asked
     * (nothing active, or fewer jobs than the minimum).
     *
     * @return the decision; its number may be out of bounds
     */
    public ScalingDecision decision() {
        return sum.decision();
    }

    /**
     * What the bounds changed, in order; the first starts from the decision's number, the last ends at the number of
     * jobs to create.
     *
     * @return one entry for each change; empty when the decision stands
     */
    public List<Clamp> clamps() {
        return sum.clamps();
    }

    /** What the {@code Ready} condition says. */
    public Readiness readiness() {
        Demand demand = sum.demand();
        if (demand.failedTriggers() == 0) {
            return Readiness.READY;
        }
        return demand.active() ? Readiness.PARTIAL_TRIGGER_ERROR : Readiness.TRIGGER_ERROR;
    }

    /**
     * What the {@code Active} condition says.
     *
     * @return true when some trigger is active or the minimum is above 0
     */
    public boolean isActive() {
        return sum.demand().active();
    }

    /**
     * Says whether there is nothing to do.
     *
     * @return true when no job is created, deleted or replaced
     */
    public boolean isEmpty() {
        return jobsToCreate.isEmpty() && jobsToDelete.isEmpty() && jobsToTerminate.isEmpty();
    }

    /**
     * The sum's steps in order, each with its numbers.
     *
     * @return the explanation, put into words when it is read
     */
    public PlanExplanation explanation() {
        return new PlanExplanation(scaledJob, sum, jobsToCreate.size());
    }

    /**
     * Writes the plan in few bytes, without its readings; what follows from the rest is left out. For the library
     * itself.
     *
     * @param to where to
     */
    @SuppressWarnings("exports") // what programs cannot name they cannot call
    public void pack(Packed.Writer to) {
        PlanPacking.pack(scaledJob, at, sum, jobsToCreate, to);
        PlanPacking.pack(jobsToDelete, to);
        PlanPacking.pack(jobsToTerminate, to);
    }

    /**
     * Reads a plan that was packed. For the library itself.
     *
     * @param from where from
     * @param readings what the triggers read
     */
    @SuppressWarnings("exports") // what programs cannot name they cannot call
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
