// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Creates job names from ordinals, such as {@code video-processor-000042}. {@link JobOrdinals} selects the next
 * ordinals.
 */
public final class JobNames {

    /** The highest ordinal. The name still fits into the 63 characters of a label value. */
    public static final long HIGHEST = 9_999_999_999L;

    private static final int FEWEST_DIGITS = 6;
    private static final int MOST_DIGITS = 10;
    // The name is also a label value of the pods: at most 63 characters, including an ordinal of up to ten digits.
    private static final int LONGEST_STEM = 52;
    private static final int HASH_LENGTH = 8;

    private JobNames() {}

    /**
     * Returns the name of a job.
     *
     * @param scaledJob the name of its scaled job
     * @param ordinal from 1 to {@link #HIGHEST}
     * @return at most 63 characters
     */
    public static String of(String scaledJob, long ordinal) {
        String digits = Long.toString(ordinal);
        return prefix(scaledJob) + "000000".substring(Math.min(FEWEST_DIGITS, digits.length())) + digits;
    }

    /**
     * Returns the ordinal in a job's name.
     *
     * @param scaledJob the name of its scaled job
     * @param job the name of the job
     * @return the ordinal, or 0 if {@link #of} cannot produce the name
     */
    public static long ordinalOf(String scaledJob, String job) {
        return ordinalAfter(prefix(scaledJob), job);
    }

    static long ordinalAfter(String prefix, String job) {
        int digits = job.length() - prefix.length();
        if (digits < FEWEST_DIGITS || digits > MOST_DIGITS || !job.startsWith(prefix)) {
            return 0;
        }
        if (digits > FEWEST_DIGITS && job.charAt(prefix.length()) == '0') {
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

    static String prefix(String scaledJob) {
        if (scaledJob.length() <= LONGEST_STEM) {
            return scaledJob + "-";
        }
        String hash = UUID.nameUUIDFromBytes(scaledJob.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, HASH_LENGTH);
        String start = scaledJob.substring(0, LONGEST_STEM - HASH_LENGTH - 1);
        // a dot before a dash is not valid in a Kubernetes name
        return (start.endsWith(".") ? start.substring(0, start.length() - 1) : start) + "-" + hash + "-";
    }
}
