// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.doctor;

import java.util.Objects;

/**
 * The result of one step of an examination.
 *
 * @param step the step: {@code configuration}, {@code region}, {@code identity}, {@code caller}, {@code clock},
 *     {@code hop 1} and so on, {@code endpoint}, {@code read}
 * @param status the status
 * @param message the result, without a secret
 * @param fix what to change, without a secret; empty if nothing has to change
 */
public record Finding(String step, Status status, String message, String fix) {

    /** The status of a step. */
    public enum Status {
        /** No problem. */
        OK,
        /** It works, but may fail later. */
        WARNING,
        /** It does not work. */
        FAILED,
        /** Not tried, because an earlier step failed. */
        SKIPPED
    }

    public Finding {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }
}
