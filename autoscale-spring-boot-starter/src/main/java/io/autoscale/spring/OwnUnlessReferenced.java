// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.k8s.auth.KubernetesAuthProvider;

/** The program's own identity for a trigger without a reference, as for an autoscaler without a cluster. */
record OwnUnlessReferenced(AuthProvider own, KubernetesAuthProvider cluster) implements AuthProvider {

    @Override
    public Authentication resolve(AuthenticationRequest request) {
        return provider(request).resolve(request);
    }

    @Override
    public Object version(AuthenticationRequest request) {
        return provider(request).version(request);
    }

    private AuthProvider provider(AuthenticationRequest request) {
        return request.reference() == null ? own : cluster;
    }
}
