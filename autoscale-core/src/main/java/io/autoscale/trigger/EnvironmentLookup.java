// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import java.util.Map;
import java.util.Optional;

/** The environment variables of the container in which {@code …FromEnv} metadata is resolved. */
@FunctionalInterface
public interface EnvironmentLookup {

    /**
     * The value of a variable.
     *
     * @param name the variable
     * @return its value, or empty when the container does not set it
     */
    Optional<String> get(String name);

    /**
     * No variables.
     *
     * @return the empty environment
     */
    static EnvironmentLookup none() {
        return name -> Optional.empty();
    }

    /**
     * Variables from a map.
     *
     * @param variables values by name; copied
     */
    static EnvironmentLookup of(Map<String, String> variables) {
        Map<String, String> copy = Map.copyOf(variables);
        return name -> Optional.ofNullable(copy.get(name));
    }
}
