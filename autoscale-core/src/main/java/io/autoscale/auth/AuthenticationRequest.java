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
 */
public record AuthenticationRequest(
        @Nullable AuthenticationRef reference, String namespace, String workload, String serviceAccount) {

    /**
     * Checks that the required parts are there.
     *
     * @param reference as above
     * @param namespace as above
     * @param workload as above
     * @param serviceAccount as above
     */
    public AuthenticationRequest {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(serviceAccount, "serviceAccount");
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
