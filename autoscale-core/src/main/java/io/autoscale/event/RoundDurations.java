// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import java.time.Duration;
import java.util.Objects;

/**
 * How long each phase of a round took. A phase that was not reached took no time; the one in which a round fails lasts
 * until the end of the round.
 *
 * @param census counting the jobs
 * @param reads reading the triggers, which are read at the same time
 * @param planning from the readings to the plan
 * @param execution executing the plan
 */
public record RoundDurations(Duration census, Duration reads, Duration planning, Duration execution) {

    /** Of a round that did not begin. */
    public static final RoundDurations NONE =
            new RoundDurations(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * Checks that all are there.
     *
     * @throws IllegalArgumentException when one is negative
     */
    public RoundDurations {
        Objects.requireNonNull(census, "census");
        Objects.requireNonNull(reads, "reads");
        Objects.requireNonNull(planning, "planning");
        Objects.requireNonNull(execution, "execution");
        if (census.isNegative() || reads.isNegative() || planning.isNegative() || execution.isNegative()) {
            throw new IllegalArgumentException("durations: '" + census + ", " + reads + ", " + planning + ", "
                    + execution + "' is not valid, expected none below zero");
        }
    }
}
