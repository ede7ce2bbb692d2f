// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.resource.TriggerAuthentication;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds trigger authentications, from files or from a cluster. */
@FunctionalInterface
public interface TriggerAuthentications extends AutoCloseable {

    /**
     * Finds an authentication. Thread-safe. Called before each read, so it must send no request for an authentication
     * that it has found before. May block, but must limit the time itself.
     *
     * @param ref the kind and name
     * @param namespace the namespace of the workload; a namespaced authentication is found only there
     * @return the authentication, or empty if there is none
     * @throws io.autoscale.auth.AuthenticationException if it exists but cannot be used
     */
    Optional<TriggerAuthentication> find(AuthenticationRef ref, String namespace);

    /** Releases the resources of the lookup. Called when the provider is closed. Does nothing by default. */
    @Override
    default void close() {}

    /**
     * Returns a lookup of the given authentications.
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
