// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For whom credentials are wanted.
 *
 * @param reference the trigger's pointer to an authentication object, or null when the trigger names none
 * @param namespace the namespace of the workload
 * @param workload the name of the workload
 * @param serviceAccount the service account that the workload's pods run as; {@code default} unless set
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
     * A request for a workload whose containers have no environment of their own.
     *
     * @param reference the trigger's pointer to an authentication object, or null when the trigger names none
     * @param namespace the namespace of the workload
     * @param workload the name of the workload
     * @param serviceAccount the service account that the workload's pods run as
     */
    public AuthenticationRequest(
            @Nullable AuthenticationRef reference, String namespace, String workload, String serviceAccount) {
        this(reference, namespace, workload, serviceAccount, ContainerEnvironment.none());
    }

    /**
     * The pointer, as an optional.
     *
     * @return the reference, or empty when the trigger names none
     */
    public Optional<AuthenticationRef> referenceIfAny() {
        return Optional.ofNullable(reference);
    }
}
