// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.Objects;

/**
 * The circuit-breaker policy of a source. After a number of failures in a row the source is not read for a while, then
 * read once; each further failure doubles the wait, up to a bound. One success closes the circuit.
 *
 * @param failuresToOpen failures in a row after which the source is not read: at least 1
 * @param firstWait how long it is not read the first time: above zero
 * @param longestWait the longest such wait: at least the first one
 */
public record GuardPolicy(int failuresToOpen, Duration firstWait, Duration longestWait) {

    /** Three failures, then 20 seconds, up to a minute: an hour of failures at 10 s costs about 63 calls, not 360. */
    public static final GuardPolicy DEFAULT = new GuardPolicy(3, Duration.ofSeconds(20), Duration.ofMinutes(1));

    /**
     * Checks the ranges.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException when a value is out of range
     */
    public GuardPolicy {
        Objects.requireNonNull(firstWait, "firstWait");
        Objects.requireNonNull(longestWait, "longestWait");
        Violations violations = new Violations();
        violations.check(failuresToOpen >= 1, "failuresToOpen", failuresToOpen, "a whole number >= 1");
        violations.check(
                firstWait.compareTo(Duration.ofMillis(1)) >= 0, "firstWait", firstWait, "at least a millisecond");
        violations.check(
                longestWait.compareTo(firstWait) >= 0, "longestWait", longestWait, "at least firstWait " + firstWait);
        violations.throwIfAny("GuardPolicy");
    }
}
