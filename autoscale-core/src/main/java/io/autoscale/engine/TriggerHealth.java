// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.source.TriggerReading;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of one trigger.
 *
 * @param trigger the trigger: its name, or its type and position if it has none
 * @param state the state of the trigger
 * @param lastReadAt when it was last read successfully; null if it never was
 * @param lastFailure the failure of the last read; null if it succeeded or if there was none
 */
public record TriggerHealth(
        String trigger, State state, @Nullable Instant lastReadAt, TriggerReading.@Nullable Failed lastFailure) {

    /** The state of a trigger. */
    public enum State {
        /** The trigger has not been read yet. */
        UNREAD,
        /** The last read succeeded. */
        READ,
        /** The last read failed. The next round reads again. */
        FAILING,
        /** Several consecutive reads failed. The trigger is read again after a wait. */
        CIRCUIT_OPEN
    }

    public TriggerHealth {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(state, "state");
    }

    /**
     * The failure of the last read.
     *
     * @return the failure, or empty
     */
    public Optional<TriggerReading.Failed> failure() {
        return Optional.ofNullable(lastFailure);
    }
}
