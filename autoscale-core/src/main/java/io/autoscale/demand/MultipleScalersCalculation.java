// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Defines how several triggers are combined into one demand. Only active triggers are considered. */
public enum MultipleScalersCalculation {
    /** The trigger with the largest backlog, regardless of its number of jobs. The default. */
    MAX("max"),
    /** The trigger with the smallest backlog; an intermediate backlog of 0 counts as unset. */
    MIN("min"),
    /** The mean of the backlogs and of the desired jobs. */
    AVG("avg"),
    /** The sum of the backlogs and of the desired jobs. */
    SUM("sum"),
    /**
     * The trigger with the most desired jobs; if equal, the one with the larger backlog. Not in KEDA, but recommended:
     * with {@link #MAX}, 100 messages at target 100 win over 50 at target 1, and only one job is created.
     */
    MAX_JOBS("maxJobs");

    private final String text;

    MultipleScalersCalculation(String text) {
        this.text = text;
    }

    /** The name used in manifests. */
    public String text() {
        return text;
    }

    /**
     * Returns the calculation with a name used in manifests.
     *
     * @param text the name; case-sensitive
     * @return the calculation, or empty if the name is unknown
     */
    public static Optional<MultipleScalersCalculation> fromText(String text) {
        return Arrays.stream(values()).filter(value -> value.text.equals(text)).findFirst();
    }

    /**
     * All names, for messages.
     *
     * @return the texts, separated by commas
     */
    public static String texts() {
        return Arrays.stream(values()).map(MultipleScalersCalculation::text).collect(Collectors.joining(", "));
    }
}
