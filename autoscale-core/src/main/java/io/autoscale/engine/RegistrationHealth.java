// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the rounds of a registration come when they should.
 *
 * @param missedTicks ticks in a row that were dropped because a round was still running: at least 0
 * @param lateness how late the last tick came; not negative
 * @param lastRoundAt when the last round ended that was not skipped; null before the first
 * @param ticking whether the next tick is arranged; false when the scheduler refused it, which is tried again at the
 *     next {@link Registration#triggerNow()} and after each round, and when the registration is closed
 */
public record RegistrationHealth(
        int missedTicks, Duration lateness, @Nullable Instant lastRoundAt, boolean ticking) {

    /** As many dropped ticks in a row mean that something hangs. */
    public static final int UNHEALTHY_AFTER = 3;

    /**
     * Says whether ticks come, and fewer than {@value #UNHEALTHY_AFTER} in a row were dropped.
     *
     * @return true for a healthy registration
     */
    public boolean isHealthy() {
        return ticking && missedTicks < UNHEALTHY_AFTER;
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
