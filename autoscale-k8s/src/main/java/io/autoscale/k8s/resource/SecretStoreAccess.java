// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.resource;

import io.autoscale.auth.PodIdentity;
import java.util.List;
import java.util.Objects;

/**
 * The credentials used to read secrets outside the cluster: a pod identity, or keys in Secrets of the cluster.
 *
 * @param podIdentity the identity; {@link PodIdentity#none()} if keys are used
 * @param keys the sources of the parameters {@code awsAccessKeyID}, {@code awsSecretAccessKey} and
 *     {@code awsSessionToken}; empty if the pod identity is used
 */
public record SecretStoreAccess(PodIdentity podIdentity, List<ParameterSource.SecretKey> keys) {

    /** Copies the list. */
    public SecretStoreAccess {
        Objects.requireNonNull(podIdentity, "podIdentity");
        keys = List.copyOf(keys);
    }
}
