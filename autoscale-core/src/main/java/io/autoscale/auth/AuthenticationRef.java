// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;

/**
 * A trigger's pointer to the place that holds its credentials.
 *
 * @param name the name of the authentication object
 * @param kind which kind of object; the namespaced one unless the user says otherwise
 */
public record AuthenticationRef(String name, Kind kind) {

    /** The kinds of authentication objects. */
    public enum Kind {
        /** {@code TriggerAuthentication}: of the same namespace as the workload. */
        TRIGGER_AUTHENTICATION,
        /** {@code ClusterTriggerAuthentication}: for all namespaces. */
        CLUSTER_TRIGGER_AUTHENTICATION
    }

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when the name is blank
     */
    public AuthenticationRef {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "authenticationRef.name: '" + name + "' is not valid, expected the name of an authentication");
        }
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * A reference to a {@code TriggerAuthentication}.
     *
     * @param name the name of the object
     */
    public static AuthenticationRef of(String name) {
        return new AuthenticationRef(name, Kind.TRIGGER_AUTHENTICATION);
    }
}
