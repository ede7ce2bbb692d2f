// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.auth.Secret;
import org.junit.jupiter.api.Test;

/** The contract of auth providers that look up references. Implement this interface in a test class. */
public interface AuthProviderContract {

    /** The provider under test. */
    AuthProvider provider();

    /** Returns a reference that the provider can resolve to at least one parameter. */
    AuthenticationRef knownReference();

    /**
     * Returns whether the provider looks up references. A provider with fixed credentials does not, and cannot fail for
     * a missing one.
     *
     * @return true by default; if false, an unknown reference must be resolved like any other
     */
    default boolean looksReferencesUp() {
        return true;
    }

    /** A trigger without a reference is resolved. */
    @Test
    default void a_trigger_without_a_reference_gets_an_answer() {
        assertThat(provider().resolve(new AuthenticationRequest(null, "default", "orders", "default")))
                .isNotNull();
    }

    /** An unknown reference fails, and the message names it, if the provider looks up references. */
    @Test
    default void a_reference_to_nothing_fails_and_is_named() {
        AuthenticationRef missing = AuthenticationRef.of("no-such-authentication");
        AuthenticationRequest request = new AuthenticationRequest(missing, "default", "orders", "default");
        if (!looksReferencesUp()) {
            assertThat(provider().resolve(request)).isNotNull();
            return;
        }
        assertThatThrownBy(() -> provider().resolve(request))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("no-such-authentication");
    }

    /** The text of resolved credentials contains no secrets. */
    @Test
    default void what_is_resolved_never_prints_its_secrets() {
        Authentication found =
                provider().resolve(new AuthenticationRequest(knownReference(), "default", "orders", "default"));
        assertThat(found.parameters().names()).isNotEmpty();
        for (String name : found.parameters().names()) {
            String secret = found.parameters().get(name).map(Secret::reveal).orElse("");
            assertThat(found.toString()).doesNotContain(secret);
        }
    }
}
