// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.Secret;
import io.autoscale.auth.SecretQuery;
import io.autoscale.auth.SecretStore;
import io.autoscale.k8s.resource.ParameterSource.ExternalSecret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Secrets outside the cluster, kept for five minutes, since each read may cost money. */
final class ExternalSecrets {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final @Nullable SecretStore store;
    private final InstantSource clock;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    ExternalSecrets(@Nullable SecretStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    String read(ExternalSecret source, Authentication caller) {
        Kept secret = kept.compute(
                new Key(source.query(), caller),
                (key, before) -> before == null || isOld(before) ? new Kept(load(key), clock.instant()) : before);
        String jsonKey = source.jsonKey();
        return jsonKey == null ? secret.text().reveal() : field(secret.text().reveal(), source.query(), jsonKey);
    }

    /** Changes when the secret was read again, or is due to be. */
    String version(ExternalSecret source, Authentication caller) {
        Kept secret = kept.get(new Key(source.query(), caller));
        return secret == null || isOld(secret) ? "due" : secret.since().toString();
    }

    private boolean isOld(Kept secret) {
        return !clock.instant().isBefore(secret.since().plus(KEPT));
    }

    private Secret load(Key key) {
        if (store == null) {
            throw new AuthenticationException(
                    "secret " + key.query().name() + " cannot be read: no store of secrets was set (secretStore)");
        }
        return store.read(key.query(), key.caller());
    }

    private static String field(String json, SecretQuery query, String jsonKey) {
        Map<?, ?> fields;
        try {
            fields = SERIALIZATION.unmarshal(json, Map.class);
        } catch (RuntimeException e) {
            // without the cause, which quotes the secret
            throw new AuthenticationException(
                    "secret " + query.name() + " is no JSON object, expected one with the key " + jsonKey);
        }
        Object value = fields == null ? null : fields.get(jsonKey);
        if (value == null) {
            throw new AuthenticationException("secret " + query.name() + " has no key " + jsonKey);
        }
        return value.toString();
    }

    private record Key(SecretQuery query, Authentication caller) {}

    private record Kept(Secret text, Instant since) {}
}
