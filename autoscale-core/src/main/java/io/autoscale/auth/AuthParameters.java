// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Named secret parameters of one trigger, such as {@code awsAccessKeyID}. Immutable. Prints names only. */
public final class AuthParameters {

    private static final AuthParameters NONE = new AuthParameters(Map.of());

    private final Map<String, Secret> byName;

    private AuthParameters(Map<String, Secret> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Returns an empty set of parameters.
     *
     * @return the empty set of parameters
     */
    public static AuthParameters none() {
        return NONE;
    }

    /**
     * Creates parameters from texts.
     *
     * @param texts secret texts by parameter name
     */
    public static AuthParameters of(Map<String, String> texts) {
        Map<String, Secret> secrets = new TreeMap<>();
        texts.forEach((name, text) -> secrets.put(name, Secret.of(text)));
        return new AuthParameters(secrets);
    }

    /**
     * Returns the parameter with a name.
     *
     * @param name the name; case-sensitive
     * @return the secret, or empty if there is none
     */
    public Optional<Secret> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of the parameters. */
    public Set<String> names() {
        return byName.keySet();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthParameters that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    /** Returns the names, with a mask for each value. */
    @Override
    public String toString() {
        return "AuthParameters" + new TreeMap<>(byName);
    }
}
