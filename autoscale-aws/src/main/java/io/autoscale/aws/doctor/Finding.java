// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.doctor;

import java.util.Objects;

/**
 * What one step of an examination found.
 *
 * @param step which step: {@code configuration}, {@code region}, {@code identity}, {@code caller}, {@code clock},
 *     {@code hop 1} and so on, {@code endpoint}, {@code read}
 * @param status how it went
 * @param message what was found, without a secret
 * @param fix what to change, without a secret; empty where nothing is to be changed
 */
public record Finding(String step, Status status, String message, String fix) {

    /** How a step went. */
    public enum Status {
        /** As it should be. */
        OK,
        /** It works, and may not for long. */
        WARNING,
        /** It does not work. */
        FAILED,
        /** Not tried, as a step before it failed. */
        SKIPPED
    }

    public Finding {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }
}
