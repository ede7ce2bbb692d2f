// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Optional;

/** The environment variables of the containers of a workload. */
@FunctionalInterface
public interface ContainerEnvironment {

    /**
     * Returns the value of a variable. May read from a cluster, but must limit the time itself.
     *
     * @param containerName the name of the container; empty for the first
     * @param variable the name of the variable
     * @return the value, or empty if the container does not set the variable
     * @throws AuthenticationException if the variable refers to something missing or unreadable
     */
    Optional<String> get(String containerName, String variable);

    /**
     * Returns an empty environment.
     *
     * @return the empty environment
     */
    static ContainerEnvironment none() {
        return (containerName, variable) -> Optional.empty();
    }
}
