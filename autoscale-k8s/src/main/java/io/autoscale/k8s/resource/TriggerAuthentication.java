// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.resource;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.PodIdentity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code TriggerAuthentication} or {@code ClusterTriggerAuthentication}: where the parameters of triggers are, and
 * which pod identity goes with them. It names secrets and holds none.
 *
 * @param ref name and kind
 * @param namespace the namespace of a {@code TriggerAuthentication}; null for the cluster kind
 * @param parameters where the parameters are, in the order of the manifest
 * @param podIdentity the pod identity; {@link PodIdentity#none()} where there is none
 * @param storeAccess by what right secrets outside the cluster are read; null for the controller's own
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
