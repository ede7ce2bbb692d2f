// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to resolve the credentials of one trigger.
 *
 * @param reference the trigger's reference to an authentication object, or null if it has none
 * @param namespace the namespace of the workload
 * @param workload the name of the workload
 * @param serviceAccount the service account of the workload's pods; {@code default} if not set
 * @param environment the environment of the workload's containers
 */
public record AuthenticationRequest(
        @Nullable AuthenticationRef reference,
        String namespace,
        String workload,
        String serviceAccount,
        ContainerEnvironment environment) {

    public AuthenticationRequest {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(serviceAccount, "serviceAccount");
        Objects.requireNonNull(environment, "environment");
    }

    /**
     * Creates a request for a workload whose containers have no environment variables.
     *
     * @param reference the trigger's reference to an authentication object, or null if it has none
     * @param namespace the namespace of the workload
     * @param workload the name of the workload
     * @param serviceAccount the service account of the workload's pods
     */
    public AuthenticationRequest(
            @Nullable AuthenticationRef reference, String namespace, String workload, String serviceAccount) {
        this(reference, namespace, workload, serviceAccount, ContainerEnvironment.none());
    }

    /**
     * The reference, as an optional.
     *
     * @return the reference, or empty if the trigger has none
     */
    public Optional<AuthenticationRef> referenceIfAny() {
        return Optional.ofNullable(reference);
    }
}
