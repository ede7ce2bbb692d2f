// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.workload.CreationLedger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Names jobs by an ordinal that follows from what exists, such as {@code video-processor-000042}.
 *
 * <p>The ordinals of a plan are the lowest free ones above the highest settled one. A job is settled five minutes after
 * its creation. So a controller that sees only some of the jobs that another is creating this moment fills the gaps,
 * that is, it names the very jobs that the other is about to create, and the API server's refusal of a name that
 * exists keeps the two together within one plan.
 */
public final class JobNames {

    /** How old a job must be for the ordinals below it to be left alone. */
    public static final Duration SETTLING_TIME = Duration.ofMinutes(5);

    // A job's name is also a label value of its pods: 63 characters, and room for ordinals beyond six digits.
    private static final int LONGEST_STEM = 52;
    private static final int HASH_LENGTH = 8;

    private JobNames() {}

    /**
     * The name of a job.
     *
     * @param scaledJob the name of its scaled job
     * @param ordinal at least 1
     * @return at most 63 characters, as long as ordinals have at most ten digits
     */
    public static String of(String scaledJob, long ordinal) {
        String digits = Long.toString(ordinal);
        return prefix(scaledJob) + "000000".substring(Math.min(6, digits.length())) + digits;
    }

    /**
     * The ordinal in a job's name.
     *
     * @param scaledJob the name of its scaled job
     * @param job the job's name
     * @return the ordinal, or 0 for a name that is not of this form
     */
    public static long ordinalOf(String scaledJob, String job) {
        return ordinalAfter(prefix(scaledJob), job);
    }

    private static long ordinalAfter(String prefix, String job) {
        int length = job.length() - prefix.length();
        if (length < 6 || length > 18 || !job.startsWith(prefix)) {
            return 0;
        }
        long ordinal = 0;
        for (int i = prefix.length(); i < job.length(); i++) {
            char digit = job.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            ordinal = ordinal * 10 + (digit - '0');
        }
        return ordinal;
    }

    /**
     * The highest ordinal below which no gap is filled any more.
     *
     * @param scaledJob the name of the scaled job
     * @param census what exists
     * @param now the time of the round
     * @return at least 0
     */
    public static long settledOrdinal(String scaledJob, JobCensus census, Instant now) {
        return settledOrdinal(census, now, prefix(scaledJob));
    }

    private static long settledOrdinal(JobCensus census, Instant now, String prefix) {
        long settled = census.ledger().settledOrdinal();
        Instant limit = now.minus(SETTLING_TIME);
        for (ObservedJob job : census.jobs()) {
            if (!job.createdAt().isAfter(limit)) {
                settled = Math.max(settled, ordinalAfter(prefix, job.name()));
            }
        }
        return settled;
    }

    static long[] nextOrdinals(String scaledJob, JobCensus census, Instant now, int count) {
        long[] ordinals = new long[count];
        if (count == 0) {
            return ordinals;
        }
        CreationLedger ledger = census.ledger();
        String prefix = prefix(scaledJob);
        long settled = settledOrdinal(census, now, prefix);
        Instant limit = now.minus(SETTLING_TIME);
        Set<Long> used = new HashSet<>();
        for (ObservedJob job : census.jobs()) {
            if (job.createdAt().isAfter(limit)) {
                used.add(ordinalAfter(prefix, job.name()));
            }
        }
        addOrdinals(prefix, ledger.unseen(), used);
        addOrdinals(prefix, ledger.taken(), used);
        int filled = unresolvedFirst(prefix, ledger, used, ordinals);
        for (long ordinal = settled + 1; filled < count; ordinal++) {
            if (used.add(ordinal)) {
                ordinals[filled++] = ordinal;
            }
        }
        return ordinals;
    }

    private static int unresolvedFirst(String prefix, CreationLedger ledger, Set<Long> used, long[] ordinals) {
        if (ledger.unresolved().isEmpty()) {
            return 0;
        }
        long[] unresolved = ledger.unresolved().stream()
                .mapToLong(name -> ordinalAfter(prefix, name))
                .filter(ordinal -> ordinal > 0)
                .sorted()
                .toArray();
        int filled = 0;
        for (int i = 0; i < unresolved.length && filled < ordinals.length; i++) {
            if (used.add(unresolved[i])) {
                ordinals[filled++] = unresolved[i];
            }
        }
        return filled;
    }

    private static void addOrdinals(String prefix, Set<String> names, Set<Long> ordinals) {
        for (String name : names) {
            ordinals.add(ordinalAfter(prefix, name));
        }
    }

    private static String prefix(String scaledJob) {
        if (scaledJob.length() <= LONGEST_STEM) {
            return scaledJob + "-";
        }
        String hash = UUID.nameUUIDFromBytes(scaledJob.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, HASH_LENGTH);
        String start = scaledJob.substring(0, LONGEST_STEM - HASH_LENGTH - 1);
        // a dot before a dash makes no Kubernetes name
        return (start.endsWith(".") ? start.substring(0, start.length() - 1) : start) + "-" + hash + "-";
    }
}
