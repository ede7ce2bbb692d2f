// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import java.util.Map;
import java.util.Optional;

/** The environment variables of the container used to resolve {@code …FromEnv} metadata. */
@FunctionalInterface
public interface EnvironmentLookup {

    /**
     * Returns the value of a variable.
     *
     * @param name the name of the variable
     * @return the value, or empty if the container does not set the variable
     */
    Optional<String> get(String name);

    /**
     * Returns an empty environment.
     *
     * @return the empty environment
     */
    static EnvironmentLookup none() {
        return name -> Optional.empty();
    }

    /**
     * Returns an environment with the variables of a map.
     *
     * @param variables values by name; copied
     */
    static EnvironmentLookup of(Map<String, String> variables) {
        Map<String, String> copy = Map.copyOf(variables);
        return name -> Optional.ofNullable(copy.get(name));
    }
}
