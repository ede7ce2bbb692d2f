// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import java.util.Map;
import java.util.Objects;

/**
 * One condition of a status, as KEDA writes it.
 *
 * @param type the type, such as {@code Ready}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason the reason, one word
 * @param message the message, without a secret; cut after 8,192 characters
 */
public record Condition(String type, String status, String reason, String message) {

    private static final int LONGEST = 8_192;

    /** Checks that no part is null, and cuts the message. */
    public Condition {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
        message = message.substring(0, Math.min(LONGEST, message.length()));
    }

    Map<String, String> fields() {
        return Map.of("type", type, "status", status, "reason", reason, "message", message);
    }
}
