// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.resource.TriggerAuthentication;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where trigger authentications are looked up: those of files, or those of a cluster. */
@FunctionalInterface
public interface TriggerAuthentications extends AutoCloseable {

    /**
     * Finds an authentication. Safe from any thread. Called before each read, so that it asks nobody for one that it
     * has found before; blocks within a bound of its own.
     *
     * @param ref its kind and name
     * @param namespace the namespace of the workload that refers to it: one of the namespaced kind is found there only
     * @return the authentication, or empty when there is none
     * @throws io.autoscale.auth.AuthenticationException when it is there and cannot be used
     */
    Optional<TriggerAuthentication> find(AuthenticationRef ref, String namespace);

    /** Gives up what the lookup holds; called when the provider closes. Nothing by default. */
    @Override
    default void close() {}

    /**
     * Those that are given.
     *
     * @param all the authentications; copied
     */
    static TriggerAuthentications of(Collection<TriggerAuthentication> all) {
        List<TriggerAuthentication> copy = List.copyOf(all);
        return (ref, namespace) -> copy.stream()
                .filter(authentication -> authentication.ref().equals(ref))
                .filter(authentication ->
                        authentication.namespace() == null || namespace.equals(authentication.namespace()))
                .findFirst();
    }
}
