// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;

/**
 * The credentials that an {@link AuthProvider} resolved for one trigger.
 *
 * @param parameters named secrets; may be empty
 * @param podIdentity an identity provided by the platform; {@link PodIdentity#none()} if there is none
 */
public record Authentication(AuthParameters parameters, PodIdentity podIdentity) {

    public Authentication {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(podIdentity, "podIdentity");
    }

    /**
     * Returns credentials without parameters and pod identity.
     *
     * @return the empty authentication
     */
    public static Authentication none() {
        return new Authentication(AuthParameters.none(), PodIdentity.none());
    }
}
