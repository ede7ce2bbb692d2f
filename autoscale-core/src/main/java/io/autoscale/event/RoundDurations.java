// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The duration of each phase of a round. A phase that was not reached has duration zero. The phase in which a round
 * fails lasts until the end of the round.
 *
 * @param lateness how late the tick was that started the round; zero for a round that was requested
 * @param census the time to count the jobs
 * @param reads the time to read the triggers, which are read in parallel
 * @param planning the time from the readings to the plan
 * @param execution the time to execute the plan
 */
public record RoundDurations(
        Duration lateness, Duration census, Duration reads, Duration planning, Duration execution) {

    /** The durations of a round that did not start. */
    public static final RoundDurations NONE =
            new RoundDurations(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * Validates the durations.
     *
     * @throws IllegalArgumentException if a duration is negative
     */
    public RoundDurations {
        Objects.requireNonNull(lateness, "lateness");
        Objects.requireNonNull(census, "census");
        Objects.requireNonNull(reads, "reads");
        Objects.requireNonNull(planning, "planning");
        Objects.requireNonNull(execution, "execution");
        List<Duration> all = List.of(lateness, census, reads, planning, execution);
        if (all.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("durations: '" + all + "' is not valid, expected none below zero");
        }
    }
}
