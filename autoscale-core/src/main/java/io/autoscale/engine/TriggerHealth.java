// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.source.TriggerReading;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one trigger can be read.
 *
 * @param trigger which trigger: its name, or its type and position where it has none
 * @param state what is known of it
 * @param lastReadAt when it was read last; null where it never was
 * @param lastFailure why it was not read the last time; null where it was, or was never tried
 */
public record TriggerHealth(
        String trigger, State state, @Nullable Instant lastReadAt, TriggerReading.@Nullable Failed lastFailure) {

    /** What is known of a trigger. */
    public enum State {
        /** It was not read yet. */
        UNREAD,
        /** The last read was answered. */
        READ,
        /** The last read failed, and the next round reads it again. */
        FAILING,
        /** Several reads in a row failed; it is read again after a wait. */
        CIRCUIT_OPEN
    }

    public TriggerHealth {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(state, "state");
    }

    /**
     * Why it was not read the last time.
     *
     * @return the failure, or empty
     */
    public Optional<TriggerReading.Failed> failure() {
        return Optional.ofNullable(lastFailure);
    }
}
