// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads texts from Secrets and ConfigMaps. Error messages name a missing value by kind, namespace, name and key. They
 * never contain values.
 */
final class ClusterValues {

    private final WatchedObjects objects;

    ClusterValues(WatchedObjects objects) {
        this.objects = objects;
    }

    String secret(String namespace, String name, String key) {
        return optionalSecret(namespace, name, key)
                .orElseThrow(() -> missing(
                        "Secret",
                        namespace,
                        name,
                        key,
                        objects.secret(namespace, name).isPresent()));
    }

    Optional<String> optionalSecret(String namespace, String name, String key) {
        return objects.secret(namespace, name)
                .map(secret -> data(secret).get(key))
                .map(encoded -> decoded(encoded, namespace, name, key));
    }

    String configMap(String namespace, String name, String key) {
        return optionalConfigMap(namespace, name, key)
                .orElseThrow(() -> missing(
                        "ConfigMap",
                        namespace,
                        name,
                        key,
                        objects.configMap(namespace, name).isPresent()));
    }

    Optional<String> optionalConfigMap(String namespace, String name, String key) {
        return objects.configMap(namespace, name).map(map -> texts(map).get(key));
    }

    /** Returns all texts of a Secret; empty if it does not exist. Values that are not valid text are omitted. */
    Optional<Map<String, String>> secretTexts(String namespace, String name) {
        return objects.secret(namespace, name).map(secret -> {
            Map<String, String> all = new LinkedHashMap<>();
            data(secret).forEach((key, encoded) -> {
                try {
                    all.put(key, decoded(encoded, namespace, name, key));
                } catch (AuthenticationException e) {
                    // an environment variable could not contain it either
                }
            });
            return all;
        });
    }

    Optional<Map<String, String>> configMapTexts(String namespace, String name) {
        return objects.configMap(namespace, name).map(ClusterValues::texts);
    }

    static AuthenticationException missing(String kind, String namespace, String name, String key, boolean isThere) {
        return new AuthenticationException(kind + " " + namespace + "/" + name
                + (isThere ? " has no key " + key : " does not exist, expected one with the key " + key));
    }

    private static Map<String, String> data(Secret secret) {
        return Objects.requireNonNullElse(secret.getData(), Map.of());
    }

    private static Map<String, String> texts(ConfigMap map) {
        return Objects.requireNonNullElse(map.getData(), Map.of());
    }

    private static String decoded(String encoded, String namespace, String name, String key) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            // without the cause, which may contain the value
            throw new AuthenticationException(
                    "Secret " + namespace + "/" + name + ": the value of key " + key + " is not valid, expected UTF-8");
        }
    }
}
