// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hashes a pod template as written by the user, independent of the order of its fields. */
final class TemplateHash {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final int LENGTH = 16;

    private TemplateHash() {}

    static String of(PodTemplateSpec template) {
        String text = String.valueOf(sorted(SERIALIZATION.convertValue(template, Map.class)));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime provides SHA-256", e);
        }
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new TreeMap<>();
            map.forEach((key, field) -> fields.put(String.valueOf(key), sorted(field)));
            return fields;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        // length prefixes distinguish texts that would be equal when concatenated
        return value instanceof String text ? text.length() + ":" + text : value;
    }
}
