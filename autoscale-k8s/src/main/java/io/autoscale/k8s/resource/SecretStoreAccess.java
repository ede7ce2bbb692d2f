// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.resource;

import io.autoscale.auth.PodIdentity;
import java.util.List;
import java.util.Objects;

/**
 * By what right secrets outside the cluster are read: a pod identity, or keys that are in Secrets of the cluster.
 *
 * @param podIdentity the identity; {@link PodIdentity#none()} where keys are used
 * @param keys where the keys are, as the parameters {@code awsAccessKeyID}, {@code awsSecretAccessKey} and {@code
 *     awsSessionToken}; empty for the pod identity
 */
public record SecretStoreAccess(PodIdentity podIdentity, List<ParameterSource.SecretKey> keys) {

    /** Copies the list. */
    public SecretStoreAccess {
        Objects.requireNonNull(podIdentity, "podIdentity");
        keys = List.copyOf(keys);
    }
}
