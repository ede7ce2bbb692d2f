// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.auth.TriggerAuthentications;
import io.autoscale.k8s.resource.TriggerAuthentication;
import java.util.Optional;

/** Looks in one place and then in another one. */
record FirstOf(TriggerAuthentications first, TriggerAuthentications second) implements TriggerAuthentications {

    @Override
    public Optional<TriggerAuthentication> find(AuthenticationRef ref, String namespace) {
        return first.find(ref, namespace).or(() -> second.find(ref, namespace));
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
