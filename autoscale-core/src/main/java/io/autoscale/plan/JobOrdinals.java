// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * Which ordinals a view of the jobs allows to be used next: the lowest that are above the settled ordinal and that no
 * job has.
 *
 * <p>An ordinal is settled when no job may be created under it any more. Each job that this library creates says up to
 * which ordinal its creator knew every one to be in use or settled. So two controllers that see different moments of
 * the same jobs still agree on what is settled, and the ordinals that they plan lie within one window as wide as the
 * maximum: see {@code docs/adr/0002-ordinal-names.md}.
 */
final class JobOrdinals {

    /** A job of this age settles the ordinals up to its own, whatever the others say. */
    static final Duration SETTLING_TIME = Duration.ofMinutes(5);

    private final String prefix;
    private final long settled;
    private final BitSet used;
    private final int width;

    /**
     * Looks at what exists.
     *
     * @param scaledJob the name of the scaled job
     * @param census what was observed
     * @param memory what was created and is not observed
     * @param now the time of the round
     * @param count how many ordinals will be asked for at most
     */
    JobOrdinals(String scaledJob, JobCensus census, RoundMemory memory, Instant now, int count) {
        this.prefix = JobNames.prefix(scaledJob);
        this.settled = Math.max(memory.settledOrdinal(), settledBy(prefix, census.jobs(), now));
        long names = (long) census.jobs().size()
                + memory.unseen().size()
                + memory.foreign().size()
                + count;
        this.width = (int) Math.min(names, Integer.MAX_VALUE - 1);
        this.used = new BitSet(0);
        for (ObservedJob job : census.jobs()) {
            use(job.name());
        }
        memory.unseen().forEach(this::use);
        memory.foreign().forEach(this::use);
    }

    /** The ordinal up to which no job is created any more, as these jobs say; 0 where none does. */
    static long settledBy(String prefix, Collection<ObservedJob> jobs, Instant now) {
        long settled = settledByAge(prefix, jobs, now);
        for (ObservedJob job : jobs) {
            if (job.settledOrdinal() > settled && ownOrdinal(prefix, job) > 0) {
                settled = job.settledOrdinal();
            }
        }
        return settled;
    }

    /**
     * The same, by the age of the jobs alone. This much may be remembered: a census that is older than the one before it
     * still shows these jobs, but not those that a newer one says were in use.
     */
    static long settledByAge(String prefix, Collection<ObservedJob> jobs, Instant now) {
        Instant limit = now.minus(SETTLING_TIME);
        long settled = 0;
        for (ObservedJob job : jobs) {
            if (!job.createdAt().isAfter(limit)) {
                settled = Math.max(settled, ownOrdinal(prefix, job));
            }
        }
        return settled;
    }

    /** The ordinal of a job that this library created; 0 for one that somebody else did. */
    static long ownOrdinal(String prefix, ObservedJob job) {
        if (job.settledOrdinal() < 0) {
            return 0;
        }
        long ordinal = JobNames.ordinalAfter(prefix, job.name());
        return job.settledOrdinal() < ordinal ? ordinal : 0;
    }

    /** The ordinal up to which each one is settled or used: what the jobs to be created say. */
    long settled() {
        return settled + used.nextClearBit(0);
    }

    /** The next ordinals; those of creates that were not answered come first, so that a retry lands on the same job. */
    long[] next(Collection<String> unresolved, int count) {
        long[] ordinals = new long[count];
        int filled = 0;
        if (count > 0 && !unresolved.isEmpty()) {
            List<Long> retries = unresolved.stream()
                    .map(name -> JobNames.ordinalAfter(prefix, name))
                    .filter(ordinal -> ordinal > settled && !isUsed(ordinal))
                    .sorted()
                    .limit(count)
                    .toList();
            for (long ordinal : retries) {
                ordinals[filled++] = ordinal;
                use(ordinal);
            }
        }
        for (int bit = used.nextClearBit(0); filled < count; bit = used.nextClearBit(bit + 1)) {
            ordinals[filled++] = settled + 1 + bit;
        }
        return ordinals;
    }

    private void use(String name) {
        use(JobNames.ordinalAfter(prefix, name));
    }

    private void use(long ordinal) {
        long bit = ordinal - settled - 1;
        // what is beyond the width cannot be reached by the names asked for
        if (bit >= 0 && bit < width) {
            used.set((int) bit);
        }
    }

    private boolean isUsed(long ordinal) {
        long bit = ordinal - settled - 1;
        return bit >= 0 && bit < width && used.get((int) bit);
    }
}
