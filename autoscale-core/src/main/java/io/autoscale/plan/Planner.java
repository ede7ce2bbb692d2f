// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.demand.DemandCalculation;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.StrategyInput;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.Removal;
import io.autoscale.workload.ReplicaBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes a plan from readings and a census. Pure: the same input gives the same plan, with its reason.
 *
 * <ol>
 *   <li>If there are fewer jobs than the minimum, creates the missing jobs regardless of the triggers.
 *   <li>If no trigger is active and there are no warm jobs, creates nothing beyond {@code minTotalJobCount}.
 *   <li>Otherwise calls the strategy, with the minimum subtracted from the running jobs.
 *   <li>Limits the result: the number of unfinished jobs never exceeds {@code maxReplicaCount}.
 * </ol>
 *
 * <p>Failed readings are ignored. If every reading failed, nothing is created beyond {@code minReplicaCount} and
 * {@code minTotalJobCount}, which need no reading, and nothing is deleted.
 */
public final class Planner {

    private static final ScalingDecision INACTIVE = ScalingDecision.none("no trigger is active");
    private static final ScalingDecision UNKNOWN = ScalingDecision.none("no trigger could be read");

    /** History deletions per round, for each second of the polling interval. */
    private static final int DELETIONS_PER_SECOND = 20;

    private Planner() {}

    /**
     * Computes the plan of a round without memory of earlier rounds, for what-if calculations.
     *
     * @param job the scaled job
     * @param readings one for each trigger
     * @param census the jobs
     * @param now the time of the round
     * @throws NullPointerException if a user-defined strategy returns null
     */
    public static ScalingPlan plan(ScaledJob job, List<TriggerReading> readings, JobCensus census, Instant now) {
        return plan(job, readings, census, RoundMemory.EMPTY.observed(job, readings, census, now), now);
    }

    /**
     * Computes the plan of one round.
     *
     * @param job the scaled job
     * @param readings one for each trigger
     * @param census the jobs, counted before the readings
     * @param memory the memory of earlier rounds, after it has {@linkplain RoundMemory#observed observed} the census
     * @param now the time of the round
     * @throws NullPointerException if a user-defined strategy returns null; exceptions of such a strategy are not
     *     wrapped
     */
    public static ScalingPlan plan(
            ScaledJob job, List<TriggerReading> readings, JobCensus census, RoundMemory memory, Instant now) {
        JobCounts counts = memory.counts(census);
        List<Integer> ended = Outstanding.endedSince(readings, memory);
        Demand demand = demand(job, readings, ended);
        int minimum = job.bounds().effectiveMinimum();
        boolean belowMinimum = counts.running() < minimum;
        boolean asked = !belowMinimum && !demand.isUnknown() && (demand.active() || job.warmJobCount() > 0);
        ScalingDecision decision;
        if (belowMinimum) {
            decision = ScalingDecision.create(minimum - counts.running(), "fewer jobs than minReplicaCount " + minimum);
        } else if (asked) {
            decision = job.scalingStrategy().decide(input(job, demand, counts));
            if (decision == null) {
                throw new NullPointerException(
                        "strategy " + job.scalingStrategy().name() + " returned null");
            }
        } else {
            decision = demand.isUnknown() ? UNKNOWN : INACTIVE;
        }
        List<Clamp> clamps = clamps(job, counts, decision.jobs());
        long create = clamps.isEmpty()
                ? decision.jobs()
                : clamps.get(clamps.size() - 1).after();
        int count = Math.toIntExact(create);
        long deletions =
                DELETIONS_PER_SECOND * Math.max(1, job.pollingInterval().toSeconds());
        List<String> history = demand.isUnknown() ? List.of() : HistoryCleanup.beyond(job, census, deletions, now);
        List<String> replacements = demand.isUnknown() ? List.of() : RolloutCleanup.outdated(job, census, now);
        return new ScalingPlan(
                job,
                now,
                new PlanArithmetic(readings, ended, demand, counts, asked, decision, clamps),
                jobs(job, census, memory, now, count),
                history,
                replacements);
    }

    /**
     * Computes a plan that only enforces the history limits. Needs no reading.
     *
     * @param job the scaled job
     * @param census the jobs
     * @param atMost the maximum number of jobs to delete; at least 0
     * @param now the time of the pass
     * @return a plan that creates nothing and deletes finished jobs, oldest first
     */
    public static ScalingPlan cleanup(ScaledJob job, JobCensus census, int atMost, Instant now) {
        return HousekeepingPlans.cleanup(job, census, atMost, now);
    }

    /**
     * Computes a plan for a workload that is no longer scaled. Needs no reading.
     *
     * @param job the formerly scaled job
     * @param removal what happens to the jobs
     * @param census the jobs
     * @param atMost the maximum number of finished jobs to delete; at least 0
     * @param now the time of the pass
     * @return a plan that creates nothing; it enforces the history limits unless the jobs are orphaned, and deletes
     *     unfinished jobs if the removal requires it
     */
    public static ScalingPlan removal(ScaledJob job, Removal removal, JobCensus census, int atMost, Instant now) {
        return HousekeepingPlans.removal(job, removal, census, atMost, now);
    }

    private static PlannedJobs jobs(ScaledJob job, JobCensus census, RoundMemory memory, Instant now, int count) {
        if (count == 0) {
            return PlannedJobs.NONE;
        }
        JobOrdinals ordinals = new JobOrdinals(job.name(), census, memory, now, count);
        long settled = ordinals.settled();
        return new PlannedJobs(job.name(), ordinals.next(memory.unresolved(), count), settled);
    }

    static Demand demand(ScaledJob job, List<TriggerReading> readings, List<Integer> ended) {
        return DemandCalculation.of(Outstanding.of(readings, ended), job.bounds(), job.multipleScalersCalculation());
    }

    static StrategyInput input(ScaledJob job, Demand demand, JobCounts counts) {
        ReplicaBounds bounds = job.bounds();
        int warm = job.warmJobCount();
        return new StrategyInput(
                demand.backlog() + Math.min(warm, Long.MAX_VALUE - demand.backlog()),
                Math.min(demand.desiredJobs() + warm, bounds.effectiveMaximum()),
                (long) counts.running() - bounds.effectiveMinimum(),
                (long) counts.pending() + counts.claimed(),
                bounds.effectiveMaximum());
    }

    static List<Clamp> clamps(ScaledJob job, JobCounts counts, long wanted) {
        long free = Math.max(0, job.bounds().maximum() - counts.running());
        long raised = Math.max(wanted, (long) job.minTotalJobCount() - counts.running());
        long capped = Math.min(raised, free);
        if (raised == wanted && capped == raised) {
            return List.of();
        }
        List<Clamp> clamps = new ArrayList<>(1);
        note(clamps, ClampReason.MIN_TOTAL_JOB_COUNT, wanted, raised);
        note(clamps, ClampReason.MAX_REPLICA_COUNT, raised, capped);
        return List.copyOf(clamps);
    }

    private static void note(List<Clamp> clamps, ClampReason reason, long before, long after) {
        if (before != after) {
            clamps.add(new Clamp(reason, before, after));
        }
    }
}
