// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The number of jobs that ended, by the census that observed it. A reading that began before that census may still
 * count the work of those jobs. Entries are kept for 10 min; at most 16 are kept.
 *
 * @param asOf the instant of the newest census
 * @param unfinished the names of the jobs that were unfinished in the last census or were created since
 * @param seen the entries, oldest first
 */
record Endings(Instant asOf, Set<String> unfinished, List<Ending> seen) {

    static final Endings NONE = new Endings(Instant.MIN, Set.of(), List.of());

    private static final int MOST = 16;
    private static final Duration KEPT = Duration.ofMinutes(10);

    /**
     * Jobs that ended between two censuses.
     *
     * @param at the instant of the later census
     * @param jobs the number of jobs
     */
    record Ending(Instant at, int jobs) {}

    /** Returns the endings after a census. Jobs that may exist but are not in the census do not count as ended. */
    Endings observed(JobCensus census, Set<String> unseen, Set<String> unresolved) {
        if (unfinished.isEmpty()
                && seen.isEmpty()
                && unseen.isEmpty()
                && unresolved.isEmpty()
                && census.running() == 0) {
            return this;
        }
        Set<String> present = new HashSet<>(unseen);
        present.addAll(unresolved);
        for (ObservedJob job : census.jobs()) {
            if (!job.state().isFinished()) {
                present.add(job.name());
            }
        }
        if (census.observedAt().isBefore(asOf)) {
            // an older census does not show newer jobs and cannot tell which jobs have ended
            present.addAll(unfinished);
            return new Endings(asOf, Set.copyOf(present), seen);
        }
        int ended = 0;
        for (String name : unfinished) {
            ended += present.contains(name) ? 0 : 1;
        }
        Instant horizon = census.observedAt().minus(KEPT);
        List<Ending> next = new ArrayList<>(seen.size() + 1);
        for (Ending each : seen) {
            if (each.at().isAfter(horizon)) {
                next.add(each);
            }
        }
        if (ended > 0) {
            next.add(new Ending(census.observedAt(), ended));
        }
        if (next.size() > MOST) {
            // merging an ending into a later one is safe
            Ending first = next.remove(0);
            Ending second = next.get(0);
            Instant later = second.at().isAfter(first.at()) ? second.at() : first.at();
            next.set(0, new Ending(later, first.jobs() + second.jobs()));
        }
        if (present.isEmpty() && next.isEmpty()) {
            return NONE;
        }
        return new Endings(
                census.observedAt(), present.equals(unfinished) ? unfinished : Set.copyOf(present), List.copyOf(next));
    }

    Endings with(List<String> created) {
        if (created.isEmpty()) {
            return this;
        }
        Set<String> more = new HashSet<>(unfinished);
        more.addAll(created);
        return new Endings(asOf, Set.copyOf(more), seen);
    }

    /** Returns how many jobs may have ended after an instant. */
    int since(Instant instant) {
        int jobs = 0;
        for (Ending each : seen) {
            jobs += each.at().isAfter(instant) ? each.jobs() : 0;
        }
        return jobs;
    }
}
