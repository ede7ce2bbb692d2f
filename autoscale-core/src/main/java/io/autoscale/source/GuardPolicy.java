// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.Objects;

/**
 * The circuit-breaker policy of a source. After a number of consecutive failures the circuit opens and the source is
 * not read. After a wait it is read once. Each further failure doubles the wait, up to a maximum. One success closes
 * the circuit.
 *
 * @param failuresToOpen the number of consecutive failures that opens the circuit: at least 1
 * @param firstWait the first wait: above zero
 * @param longestWait the maximum wait: at least the first wait
 */
public record GuardPolicy(int failuresToOpen, Duration firstWait, Duration longestWait) {

    /**
     * Opens after 3 failures, waits 20 s, then up to 1 min. At a polling interval of 10 s, an hour of failures causes
     * about 63 calls instead of 360.
     */
    public static final GuardPolicy DEFAULT = new GuardPolicy(3, Duration.ofSeconds(20), Duration.ofMinutes(1));

    /**
     * Validates the ranges.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException if a value is out of range
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
