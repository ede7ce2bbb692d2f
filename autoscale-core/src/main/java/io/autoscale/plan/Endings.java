// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.source.TriggerReading;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs were seen to end, and by which census. A reading that began before that census may still count the work
 * of those jobs. Endings that every trigger has been read after are forgotten.
 *
 * @param unfinished the names of the jobs that the last census showed unfinished, or that were created since
 * @param seen the endings, oldest first
 */
record Endings(Set<String> unfinished, List<Ending> seen) {

    static final Endings NONE = new Endings(Set.of(), List.of());

    private static final int MOST = 16;

    /**
     * Jobs that ended between two censuses.
     *
     * @param at the instant of the later one
     * @param jobs how many
     */
    record Ending(Instant at, int jobs) {}

    Endings observed(JobCensus census, Set<String> unseen, List<TriggerReading> readings) {
        if (unfinished.isEmpty() && seen.isEmpty() && unseen.isEmpty() && census.running() == 0) {
            return this;
        }
        Set<String> present = new HashSet<>(unseen);
        for (ObservedJob job : census.jobs()) {
            if (!job.state().isFinished()) {
                present.add(job.name());
            }
        }
        int ended = 0;
        for (String name : unfinished) {
            ended += present.contains(name) ? 0 : 1;
        }
        Instant oldest = oldest(readings);
        List<Ending> next = new ArrayList<>(seen.size() + 1);
        for (Ending each : seen) {
            add(next, each, oldest);
        }
        if (ended > 0) {
            add(next, new Ending(census.observedAt(), ended), oldest);
        }
        return new Endings(present.equals(unfinished) ? unfinished : Set.copyOf(present), List.copyOf(next));
    }

    Endings with(List<String> created) {
        if (created.isEmpty()) {
            return this;
        }
        Set<String> more = new HashSet<>(unfinished);
        more.addAll(created);
        return new Endings(Set.copyOf(more), seen);
    }

    /** How many jobs may have ended after this instant. */
    int since(Instant instant) {
        int jobs = 0;
        for (Ending each : seen) {
            jobs += each.at().isAfter(instant) ? each.jobs() : 0;
        }
        return jobs;
    }

    private static void add(List<Ending> endings, Ending ending, @Nullable Instant oldest) {
        if (oldest != null && !ending.at().isAfter(oldest)) {
            return;
        }
        endings.add(ending);
        if (endings.size() > MOST) {
            // to take an ending for a later one is the safe side
            Ending first = endings.remove(0);
            Ending second = endings.get(0);
            endings.set(0, new Ending(second.at(), first.jobs() + second.jobs()));
        }
    }

    /** When the oldest reading began; null where some trigger was not read, as its next reading may be older. */
    private static @Nullable Instant oldest(List<TriggerReading> readings) {
        Instant oldest = null;
        for (TriggerReading reading : readings) {
            if (reading instanceof TriggerReading.Failed) {
                return null;
            }
            oldest = oldest == null || reading.at().isBefore(oldest) ? reading.at() : oldest;
        }
        return oldest;
    }
}
