// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the rounds of a registration run on time and succeed.
 *
 * @param missedTicks consecutive ticks that were skipped because a round was still running: at least 0
 * @param failedRounds consecutive rounds that failed: at least 0
 * @param lateness how late the last tick was; not negative
 * @param lastRoundAt when the last round that was not skipped ended; null before the first
 * @param ticking whether the next tick is scheduled; false if the registration is closed or the scheduler rejected the
 *     tick. A rejected tick is scheduled again at the next {@link Registration#triggerNow()} and after each round
 * @param triggers the health of each trigger, in order
 */
public record RegistrationHealth(
        int missedTicks,
        int failedRounds,
        Duration lateness,
        @Nullable Instant lastRoundAt,
        boolean ticking,
        List<TriggerHealth> triggers) {

    /** The number of consecutive missed ticks or failed rounds that makes a registration unhealthy. */
    public static final int UNHEALTHY_AFTER = 3;

    public RegistrationHealth {
        triggers = List.copyOf(triggers);
    }

    /**
     * Returns whether ticks are scheduled, fewer than {@value #UNHEALTHY_AFTER} consecutive ticks were missed, fewer
     * consecutive rounds failed, and no trigger has an open circuit.
     *
     * @return true if the registration is healthy
     */
    public boolean isHealthy() {
        return ticking
                && missedTicks < UNHEALTHY_AFTER
                && failedRounds < UNHEALTHY_AFTER
                && triggers.stream().noneMatch(trigger -> trigger.state() == TriggerHealth.State.CIRCUIT_OPEN);
    }

    /**
     * When the last round that was not skipped ended.
     *
     * @return the instant, or empty before the first round
     */
    public Optional<Instant> lastRound() {
        return Optional.ofNullable(lastRoundAt);
    }
}
