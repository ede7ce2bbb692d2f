// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;

/**
 * A trigger's reference to the object that defines its credentials.
 *
 * @param name the name of the authentication object
 * @param kind the kind of object; the namespaced kind by default
 */
public record AuthenticationRef(String name, Kind kind) {

    /** The kinds of authentication objects. */
    public enum Kind {
        /** {@code TriggerAuthentication}: in the same namespace as the workload. */
        TRIGGER_AUTHENTICATION,
        /** {@code ClusterTriggerAuthentication}: for all namespaces. */
        CLUSTER_TRIGGER_AUTHENTICATION
    }

    /**
     * Validates the name.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public AuthenticationRef {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "authenticationRef.name: '" + name + "' is not valid, expected the name of an authentication");
        }
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * Creates a reference to a {@code TriggerAuthentication}.
     *
     * @param name the name of the object
     */
    public static AuthenticationRef of(String name) {
        return new AuthenticationRef(name, Kind.TRIGGER_AUTHENTICATION);
    }
}
