// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.resource;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.PodIdentity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code TriggerAuthentication} or {@code ClusterTriggerAuthentication}: the sources of trigger parameters and the
 * pod identity. It refers to secrets but contains none.
 *
 * @param ref the name and kind
 * @param namespace the namespace of a {@code TriggerAuthentication}; null for the cluster kind
 * @param parameters the sources of the parameters, in the order of the manifest
 * @param podIdentity the pod identity; {@link PodIdentity#none()} if there is none
 * @param storeAccess the credentials used to read secrets outside the cluster; null for the controller's own
 */
public record TriggerAuthentication(
        AuthenticationRef ref,
        @Nullable String namespace,
        List<ParameterSource> parameters,
        PodIdentity podIdentity,
        @Nullable SecretStoreAccess storeAccess) {

    /** Copies the list. */
    public TriggerAuthentication {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(podIdentity, "podIdentity");
        parameters = List.copyOf(parameters);
    }
}
