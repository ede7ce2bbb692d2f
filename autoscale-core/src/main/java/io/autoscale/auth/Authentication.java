// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;

/**
 * What an {@link AuthProvider} found for one trigger.
 *
 * @param parameters named secrets; may be empty
 * @param podIdentity an identity given by the platform; {@link PodIdentity#none()} where there is none
 */
public record Authentication(AuthParameters parameters, PodIdentity podIdentity) {

    public Authentication {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(podIdentity, "podIdentity");
    }

    /**
     * Nothing: no parameters and no pod identity.
     *
     * @return the empty authentication
     */
    public static Authentication none() {
        return new Authentication(AuthParameters.none(), PodIdentity.none());
    }
}
