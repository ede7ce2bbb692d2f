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
 * Selects the next ordinals from an observation of the jobs: the lowest ones above the settled ordinal that no job
 * uses.
 *
 * <p>An ordinal is settled if no job may be created with it any more. Each job that this library creates stores the
 * ordinal up to which its creator knew all ordinals to be used or settled. Two controllers that observe the jobs at
 * different times therefore agree on the settled ordinals. The ordinals that they plan lie within one window whose
 * width is the maximum: see {@code docs/adr/0002-ordinal-names.md}.
 */
final class JobOrdinals {

    /** A job of this age settles all ordinals up to its own. */
    static final Duration SETTLING_TIME = Duration.ofMinutes(5);

    private final String prefix;
    private final long settled;
    private final BitSet used;
    private final int width;

    /**
     * Creates the selection from the existing jobs.
     *
     * @param scaledJob the name of the scaled job
     * @param census the observed jobs
     * @param memory the jobs that were created but not observed
     * @param now the time of the round
     * @param count the maximum number of ordinals to return
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

    /** Returns the ordinal up to which no job is created any more according to these jobs, or 0. */
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
     * Returns the ordinal that is settled by the age of the jobs alone. This value may be remembered. An older census
     * still shows these jobs, but not the ordinals that a newer census shows as used.
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

    /** Returns the ordinal of a job created by this library, or 0 for any other job. */
    static long ownOrdinal(String prefix, ObservedJob job) {
        if (job.settledOrdinal() < 0) {
            return 0;
        }
        long ordinal = JobNames.ordinalAfter(prefix, job.name());
        return job.settledOrdinal() < ordinal ? ordinal : 0;
    }

    /** Returns the ordinal up to which all are settled or used. The jobs to create store it. */
    long settled() {
        return settled + used.nextClearBit(0);
    }

    /**
     * Returns the next ordinals. Those of creates without a response come first, so that a retry uses the same name.
     */
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
        // an ordinal beyond the width cannot be returned
        if (bit >= 0 && bit < width) {
            used.set((int) bit);
        }
    }

    private boolean isUsed(long ordinal) {
        long bit = ordinal - settled - 1;
        return bit >= 0 && bit < width && used.get((int) bit);
    }
}
