// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.SecretQuery;
import io.autoscale.auth.SecretStore;
import io.autoscale.k8s.auth.RenewedSecret.Issued;
import io.autoscale.k8s.resource.ParameterSource.ExternalSecret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Secrets from outside the cluster. Each is read again only after 5 min because reads may incur cost. */
final class ExternalSecrets {

    private static final Duration KEPT = Duration.ofMinutes(5);
    /** The maximum age of a secret while its store is not available. */
    private static final Duration AGED = Duration.ofHours(1);

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final @Nullable SecretStore store;
    private final InstantSource clock;
    private final Map<Key, RenewedSecret> kept = Caffeine.newBuilder()
            .expireAfterAccess(AGED)
            .<Key, RenewedSecret>build()
            .asMap();

    ExternalSecrets(@Nullable SecretStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    String read(ExternalSecret source, Authentication caller) {
        Key key = new Key(source.query(), caller);
        String text = kept.computeIfAbsent(
                        key,
                        wanted -> new RenewedSecret("secret " + source.query().name(), clock))
                .get(() -> load(key))
                .reveal();
        String jsonKey = source.jsonKey();
        return jsonKey == null ? text : field(text, source.query(), jsonKey);
    }

    /** Returns a version that changes when the secret was read again or is due to be read. */
    String version(ExternalSecret source, Authentication caller) {
        RenewedSecret secret = kept.get(new Key(source.query(), caller));
        return secret == null ? "due" : secret.version();
    }

    private Issued load(Key key) {
        if (store == null) {
            throw new AuthenticationException(
                    "secret " + key.query().name() + " cannot be read: no secret store is set (secretStore)");
        }
        Instant now = clock.instant();
        return new Issued(store.read(key.query(), key.caller()), now.plus(KEPT), now.plus(AGED));
    }

    private static String field(String json, SecretQuery query, String jsonKey) {
        Map<?, ?> fields;
        try {
            fields = SERIALIZATION.unmarshal(json, Map.class);
        } catch (RuntimeException e) {
            // without the cause, which contains the secret
            throw new AuthenticationException(
                    "secret " + query.name() + " is not valid, expected a JSON object with the key " + jsonKey);
        }
        Object value = fields == null ? null : fields.get(jsonKey);
        if (value == null) {
            throw new AuthenticationException("secret " + query.name() + " has no key " + jsonKey);
        }
        return value.toString();
    }

    private record Key(SecretQuery query, Authentication caller) {}
}
