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

    /**
     * Checks that all parts are there.
     *
     * @param step as above
     * @param status as above
     * @param message as above
     * @param fix as above
     */
    public Finding {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }

    /**
     * A step that went as it should.
     *
     * @param step as above
     * @param message as above
     * @return the finding
     */
    public static Finding ok(String step, String message) {
        return new Finding(step, Status.OK, message, "");
    }

    /**
     * A step that works, and may not for long.
     *
     * @param step as above
     * @param message as above
     * @param fix as above
     * @return the finding
     */
    public static Finding warning(String step, String message, String fix) {
        return new Finding(step, Status.WARNING, message, fix);
    }

    /**
     * A step that does not work.
     *
     * @param step as above
     * @param message as above
     * @param fix as above
     * @return the finding
     */
    public static Finding failed(String step, String message, String fix) {
        return new Finding(step, Status.FAILED, message, fix);
    }

    /**
     * A step that was not tried.
     *
     * @param step as above
     * @param message as above
     * @return the finding
     */
    public static Finding skipped(String step, String message) {
        return new Finding(step, Status.SKIPPED, message, "");
    }
}
