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
 * @param message the message, one sentence without a secret
 */
public record Condition(String type, String status, String reason, String message) {

    public Condition {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
    }

    Map<String, String> fields() {
        return Map.of("type", type, "status", status, "reason", reason, "message", message);
    }
}
