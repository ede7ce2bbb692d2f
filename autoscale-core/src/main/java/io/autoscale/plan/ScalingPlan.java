// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.internal.Packed;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.StrategyInput;
import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private final List<String> jobsToReplace;

    ScalingPlan(
            ScaledJob scaledJob,
            Instant at,
            PlanArithmetic sum,
            PlannedJobs jobsToCreate,
            List<String> jobsToDelete,
            List<String> jobsToReplace) {
        this.scaledJob = scaledJob;
        this.at = at;
        this.sum = sum;
        this.jobsToCreate = jobsToCreate;
        this.jobsToDelete = jobsToDelete;
        this.jobsToReplace = jobsToReplace;
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
    public List<String> jobsToReplace() {
        return jobsToReplace;
    }

    /**
     * What the triggers read.
     *
     * @return one reading for each trigger, in their order; unmodifiable
     */
    public List<TriggerReading> readings() {
        return List.copyOf(sum.readings());
    }

    /**
     * What the triggers together ask for.
     *
     * @return the demand
     */
    public Demand demand() {
        return sum.demand();
    }

    /**
     * The jobs that the plan reckoned with.
     *
     * @return the counts
     */
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

    /**
     * What the {@code Ready} condition says.
     *
     * @return the readiness
     */
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
        return jobsToCreate.isEmpty() && jobsToDelete.isEmpty() && jobsToReplace.isEmpty();
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
        JobCounts counts = sum.census();
        to.word(scaledJob).instant(at).instant(counts.observedAt());
        to.number(counts.running()).number(counts.pending()).number(counts.suspended());
        to.number(counts.terminating()).number(counts.unseen()).number(counts.claimed());
        to.number(sum.ended().size());
        sum.ended().forEach(to::number);
        to.number(sum.strategyAsked() ? 1 : 0);
        Demand demand = Planner.demand(scaledJob, sum.readings(), sum.ended());
        to.word(demand.equals(sum.demand()) ? null : sum.demand());
        write(sum.decision(), sum.strategyAsked() ? Planner.input(scaledJob, sum.demand(), counts) : null, to);
        List<Clamp> clamps = Planner.clamps(scaledJob, counts, sum.decision().jobs());
        to.word(clamps.equals(sum.clamps()) ? null : sum.clamps());
        jobsToCreate.pack(to);
        to.number(jobsToDelete.size());
        jobsToDelete.forEach(to::word);
        to.number(jobsToReplace.size());
        jobsToReplace.forEach(to::word);
    }

    /**
     * Reads a plan that was packed. For the library itself.
     *
     * @param from where from
     * @param readings what the triggers read
     * @return the plan
     */
    @SuppressWarnings({"exports", "unchecked"}) // the words are those that were written
    public static ScalingPlan unpack(Packed.Reader from, List<TriggerReading> readings) {
        ScaledJob job = from.word(ScaledJob.class);
        Instant at = from.instant();
        JobCounts counts = new JobCounts(
                from.instant(),
                from.integer(),
                from.integer(),
                from.integer(),
                from.integer(),
                from.integer(),
                from.integer());
        List<Integer> ended = new ArrayList<>();
        for (int left = from.integer(); left > 0; left--) {
            ended.add(from.integer());
        }
        boolean asked = from.number() == 1;
        Demand other = from.wordOrNull(Demand.class);
        Demand demand = other == null ? Planner.demand(job, readings, ended) : other;
        ScalingDecision decision = decision(from, asked ? Planner.input(job, demand, counts) : null);
        List<Clamp> others = from.wordOrNull(List.class);
        List<Clamp> clamps = others == null ? Planner.clamps(job, counts, decision.jobs()) : others;
        return new ScalingPlan(
                job,
                at,
                new PlanArithmetic(readings, List.copyOf(ended), demand, counts, asked, decision, clamps),
                PlannedJobs.unpack(from, job.name()),
                texts(from),
                texts(from));
    }

    private static void write(ScalingDecision decision, @Nullable StrategyInput input, Packed.Writer to) {
        if (decision instanceof ScalingDecision.CreateJobs create) {
            boolean standard = input != null && input.equals(create.input());
            to.number(standard ? 2 : 1).number(create.jobs()).word(create.formula());
            if (!standard) {
                to.word(create.input());
            }
        } else {
            to.number(0).word(decision.reason());
        }
    }

    private static ScalingDecision decision(Packed.Reader from, @Nullable StrategyInput input) {
        long kind = from.number();
        if (kind == 0) {
            return ScalingDecision.hold(from.word(String.class));
        }
        long jobs = from.number();
        String formula = from.word(String.class);
        StrategyInput own = kind == 2 ? input : from.wordOrNull(StrategyInput.class);
        return own == null ? ScalingDecision.create(jobs, formula) : ScalingDecision.create(jobs, formula, own);
    }

    private static List<String> texts(Packed.Reader from) {
        List<String> texts = new ArrayList<>();
        for (int left = from.integer(); left > 0; left--) {
            texts.add(from.word(String.class));
        }
        return List.copyOf(texts);
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
        if (!jobsToReplace.isEmpty()) {
            line.append("; delete ").append(jobsToReplace.size()).append(" of an older template");
        }
        return line.toString();
    }
}
