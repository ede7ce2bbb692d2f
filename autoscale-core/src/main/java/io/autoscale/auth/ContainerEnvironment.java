// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Optional;

/** The environment variables of the containers of a workload. */
@FunctionalInterface
public interface ContainerEnvironment {

    /**
     * The value of a variable. May read from a cluster, within a bound of its own.
     *
     * @param containerName the container; empty for the first
     * @param variable the variable
     * @return its value, or empty when the container does not set it
     * @throws AuthenticationException when the variable is set from something that is missing or unreadable
     */
    Optional<String> get(String containerName, String variable);

    /**
     * No variables.
     *
     * @return the empty environment
     */
    static ContainerEnvironment none() {
        return (containerName, variable) -> Optional.empty();
    }
}
