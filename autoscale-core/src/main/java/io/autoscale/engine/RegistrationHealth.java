// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the rounds of a registration run when they should, and can do their work.
 *
 * @param missedTicks ticks in a row that were skipped because a round was still running: at least 0
 * @param failedRounds rounds in a row that failed: at least 0
 * @param lateness how late the last tick came; not negative
 * @param lastRoundAt when the last round ended that was not skipped; null before the first
 * @param ticking whether the next tick is scheduled; false when the scheduler refused it, which is tried again at the
 *     next {@link Registration#triggerNow()} and after each round, and when the registration is closed
 * @param triggers the state of each trigger, in their order
 */
public record RegistrationHealth(
        int missedTicks,
        int failedRounds,
        Duration lateness,
        @Nullable Instant lastRoundAt,
        boolean ticking,
        List<TriggerHealth> triggers) {

    /** As many missed ticks or failed rounds in a row mean that something is broken. */
    public static final int UNHEALTHY_AFTER = 3;

    public RegistrationHealth {
        triggers = List.copyOf(triggers);
    }

    /**
     * Says whether ticks come, fewer than {@value #UNHEALTHY_AFTER} in a row were missed, fewer rounds in a row failed,
     * and no trigger is left unread after repeated failures.
     *
     * @return true for a healthy registration
     */
    public boolean isHealthy() {
        return ticking
                && missedTicks < UNHEALTHY_AFTER
                && failedRounds < UNHEALTHY_AFTER
                && triggers.stream().noneMatch(trigger -> trigger.state() == TriggerHealth.State.CIRCUIT_OPEN);
    }

    /**
     * When the last round ended that was not skipped.
     *
     * @return the instant, or empty before the first
     */
    public Optional<Instant> lastRound() {
        return Optional.ofNullable(lastRoundAt);
    }
}
