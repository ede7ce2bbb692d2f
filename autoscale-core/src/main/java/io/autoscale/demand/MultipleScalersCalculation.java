// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How several triggers become one demand. Only active triggers take part. */
public enum MultipleScalersCalculation {
    /** The trigger with the greatest backlog, whatever number of jobs that needs; the default. */
    MAX("max"),
    /** The trigger with the smallest backlog; a backlog of 0 so far counts as unset. */
    MIN("min"),
    /** The mean of the backlogs and of the jobs wanted. */
    AVG("avg"),
    /** The sum of the backlogs and of the jobs wanted. */
    SUM("sum"),
    /**
     * The trigger that wants the most jobs; on a tie the one with the greater backlog. Not in KEDA,
     * and recommended: with {@link #MAX}, 100 messages at target 100 beat 50 at target 1, and one job is made.
     */
    MAX_JOBS("maxJobs");

    private final String text;

    MultipleScalersCalculation(String text) {
        this.text = text;
    }

    /** The spelling in manifests. */
    public String text() {
        return text;
    }

    /**
     * Finds a calculation by its spelling in manifests.
     *
     * @param text the text; case matters
     * @return the calculation, or empty when the text names none
     */
    public static Optional<MultipleScalersCalculation> fromText(String text) {
        return Arrays.stream(values()).filter(value -> value.text.equals(text)).findFirst();
    }

    /**
     * All spellings, for messages.
     *
     * @return the texts, separated by commas
     */
    public static String texts() {
        return Arrays.stream(values()).map(MultipleScalersCalculation::text).collect(Collectors.joining(", "));
    }
}
