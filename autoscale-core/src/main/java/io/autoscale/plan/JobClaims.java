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
 * Which jobs have not taken their share of the backlog yet. A job holds a claim on one job's worth of demand from its
 * creation until the backlog shows that work was taken, or the job ends, or {@link ScaledJob#claimTimeout()} has passed
 * since it was first seen to run. Immutable: {@link #advanced} makes the claims of the next round from those of this
 * one; the same input gives the same claims.
 *
 * <p>Which job took which work is not known, and need not be: what was taken is counted in jobs, and a job that ends or
 * whose claim runs out is taken to be one of those that took some.
 */
final class JobClaims {

    /** No claim, and nothing known of the backlog. */
    static final JobClaims NONE = new JobClaims(new Known(Map.of(), Set.of(), Map.of(), 0, 0));

    private static final double ROUNDING = 1e-9;

    private final Known known;

    private JobClaims(Known known) {
        this.known = known;
    }

    /**
     * The claims after another round.
     *
     * @param job what is scaled; without claims where its timeout is zero, or its strategy does not expect a number
     *     that leaves work in hand out
     * @param readings one for each trigger; one that failed says nothing of its backlog
     * @param census its jobs
     * @param unseen names of jobs that were created and are not in the census
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
        // a job may be seen to end a round before the backlog is seen to have fallen
        double taken = Math.max(0, taken(readings) - known.endedUnpaid());
        int closed = closed(working.keySet(), waiting);
        double paid = Math.min(known.taken() + taken, closed);
        double left = Math.min(known.taken() + taken - paid, working.size() + waiting.size());
        return new JobClaims(new Known(working, waiting, levels(readings), left, closed - paid));
    }

    /** How many jobs that run hold a claim still; pending ones are not among them. */
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

    /** Null for a job that is too old to have a claim; after a restart, the young ones are taken to have one. */
    private @Nullable Instant workingSince(ObservedJob seen, Duration timeout, Instant now) {
        Instant since = known.working().get(seen.name());
        if (since != null) {
            // the clock may have been set back since
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

    /** What was taken since the readings before, in jobs. */
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
     * What is known.
     *
     * @param working jobs with a claim that run, with the time from which they were seen to
     * @param waiting jobs that are pending or not seen yet; each has a claim
     * @param levels the last reading of each trigger
     * @param taken what was taken by those jobs, in jobs
     * @param endedUnpaid how many of the jobs that ended last took work that no reading has shown yet
     */
    private record Known(
            Map<String, Instant> working,
            Set<String> waiting,
            Map<String, Level> levels,
            double taken,
            double endedUnpaid) {}

    /**
     * The last value of a metric: what waits, and what is in hand where the source says it apart; in the metric's unit.
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

        /** What was taken meanwhile, in jobs. New work may hide a fall; then the work in hand has risen. */
        double takenSince(Level before) {
            if (target == 0 || !metric.equals(before.metric)) {
                return 0;
            }
            return Math.max(0, Math.max(before.waiting - waiting, inHand - before.inHand)) / target;
        }
    }
}
