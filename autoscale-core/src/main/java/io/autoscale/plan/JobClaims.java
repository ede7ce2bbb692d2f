// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.metric.InFlightCounting;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which jobs have not taken their share of the backlog yet. A job has a claim on one job's share of demand from
 * its creation. The claim ends when the backlog shows that work was taken, when the job ends, or
 * {@link ScaledJob#claimTimeout()} after the job was first observed to run. Immutable: {@link #advanced} computes the
 * claims of the next round from those of this one. The same input gives the same claims.
 *
 * <p>It is not known which job took which work, and it does not matter: taken work is counted in jobs. A job that ends
 * or whose claim expires is assumed to have taken some of it.
 */
final class JobClaims {

    /** No claims and no known backlog. */
    static final JobClaims NONE = new JobClaims(new Known(Map.of(), Set.of(), Map.of(), 0, 0));

    private static final double ROUNDING = 1e-9;

    private final Known known;

    private JobClaims(Known known) {
        this.known = known;
    }

    /**
     * Returns the claims after another round.
     *
     * @param job the scaled job; there are no claims if its timeout is zero or its strategy does not expect a number
     *     without work in flight
     * @param readings one for each trigger; failed readings are ignored
     * @param census the jobs
     * @param unseen the names of jobs that were created but are not in the census
     * @param now the time of the round
     */
    JobClaims advanced(
            ScaledJob job, List<TriggerReading> readings, JobCensus census, Set<String> unseen, Instant now) {
        if (job.claimTimeout().isZero()
                || job.scalingStrategy().expectedInFlightCounting() != InFlightCounting.NOT_COUNTED) {
            return NONE;
        }
        Map<String, Instant> working = new HashMap<>();
        Set<String> waiting = new HashSet<>(unseen);
        for (ObservedJob seen : census.jobs()) {
            if (seen.state() == JobState.PENDING) {
                waiting.add(seen.name());
            } else if (seen.state() == JobState.RUNNING && !seen.terminating()) {
                Instant since = workingSince(seen, job.claimTimeout(), now);
                if (since != null && since.plus(job.claimTimeout()).isAfter(now)) {
                    working.put(seen.name(), since);
                }
            }
        }
        // the end of a job may be observed one round before the backlog falls
        double taken = Math.max(0, taken(readings) - known.endedUnpaid());
        int closed = closed(working.keySet(), waiting);
        double paid = Math.min(known.taken() + taken, closed);
        double left = Math.min(known.taken() + taken - paid, working.size() + waiting.size());
        return new JobClaims(new Known(working, waiting, levels(readings), left, closed - paid));
    }

    /** Returns the number of running jobs that still have a claim. Pending jobs are not included. */
    int open() {
        return (int) Math.max(0, known.working().size() - Math.floor(known.taken() + ROUNDING));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobClaims that && known.equals(that.known);
    }

    @Override
    public int hashCode() {
        return known.hashCode();
    }

    /** Returns the numbers in one line. */
    @Override
    public String toString() {
        return "JobClaims[" + open() + " of " + known.working().size() + " running, "
                + known.waiting().size() + " pending]";
    }

    /** Returns null for a job that is too old to have a claim. After a restart, young jobs are assumed to have one. */
    private @Nullable Instant workingSince(ObservedJob seen, Duration timeout, Instant now) {
        Instant since = known.working().get(seen.name());
        if (since != null) {
            // the clock may have been set back
            return since.isAfter(now) ? now : since;
        }
        boolean young = seen.createdAt().plus(timeout).isAfter(now);
        return young || known.waiting().contains(seen.name()) ? now : null;
    }

    private int closed(Set<String> working, Set<String> waiting) {
        int closed = 0;
        for (String name : known.working().keySet()) {
            closed += working.contains(name) || waiting.contains(name) ? 0 : 1;
        }
        for (String name : known.waiting()) {
            closed += working.contains(name) || waiting.contains(name) ? 0 : 1;
        }
        return closed;
    }

    /** Returns the work taken since the previous readings, in jobs. */
    private double taken(List<TriggerReading> readings) {
        double taken = 0;
        for (TriggerReading reading : readings) {
            Level before = known.levels().get(reading.trigger());
            if (before != null && reading instanceof TriggerReading.Observed seen) {
                taken += Level.of(seen).takenSince(before);
            }
        }
        return taken;
    }

    private Map<String, Level> levels(List<TriggerReading> readings) {
        Map<String, Level> levels = new HashMap<>();
        for (TriggerReading reading : readings) {
            Level last = known.levels().get(reading.trigger());
            Level level = reading instanceof TriggerReading.Observed seen ? Level.of(seen) : last;
            if (level != null) {
                levels.put(reading.trigger(), level);
            }
        }
        return levels;
    }

    /**
     * The state of the claims.
     *
     * @param working running jobs with a claim, with the time when they were first observed to run
     * @param waiting jobs that are pending or not observed yet; each has a claim
     * @param levels the last reading of each trigger
     * @param taken the work taken by those jobs, in jobs
     * @param endedUnpaid the number of recently ended jobs whose taken work no reading has shown yet
     */
    private record Known(
            Map<String, Instant> working,
            Set<String> waiting,
            Map<String, Level> levels,
            double taken,
            double endedUnpaid) {}

    /**
     * The last value of a metric, in its unit: the waiting work and, if the source reports it separately, the work in
     * flight.
     */
    private record Level(String metric, double target, double waiting, double inHand) {

        static Level of(TriggerReading.Observed seen) {
            boolean apart = seen.metric().inFlightCounting() == InFlightCounting.NOT_COUNTED;
            return new Level(
                    seen.metric().name(),
                    seen.metric().target().amount(),
                    seen.sample().value(),
                    apart ? seen.sample().parts().getOrDefault("inFlight", 0.0) : 0);
        }

        /**
         * Returns the work taken in between, in jobs. New work may hide a fall; in that case the work in flight has
         * risen.
         */
        double takenSince(Level before) {
            if (target == 0 || !metric.equals(before.metric)) {
                return 0;
            }
            return Math.max(0, Math.max(before.waiting - waiting, inHand - before.inHand)) / target;
        }
    }
}
