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
 * How many jobs were seen to end, and by which census. A reading that began before that census may still count the work
 * of those jobs. Endings are kept for ten minutes, and sixteen at most.
 *
 * @param asOf the instant of the newest census
 * @param unfinished the names of the jobs that the last census showed unfinished, or that were created since
 * @param seen the endings, oldest first
 */
record Endings(Instant asOf, Set<String> unfinished, List<Ending> seen) {

    static final Endings NONE = new Endings(Instant.MIN, Set.of(), List.of());

    private static final int MOST = 16;
    private static final Duration KEPT = Duration.ofMinutes(10);

    /**
     * Jobs that ended between two censuses.
     *
     * @param at the instant of the later one
     * @param jobs how many
     */
    record Ending(Instant at, int jobs) {}

    /** The endings after a census; jobs that may exist and are not in it have not ended. */
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
            // a view of before does not show what has come since, and says nothing of what has ended
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
            // to take an ending for a later one is the safe side
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

    /** How many jobs may have ended after this instant. */
    int since(Instant instant) {
        int jobs = 0;
        for (Ending each : seen) {
            jobs += each.at().isAfter(instant) ? each.jobs() : 0;
        }
        return jobs;
    }
}
