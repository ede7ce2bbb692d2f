// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Knows which metadata keys may carry a secret, so that their values are never printed. */
final class SensitiveKeys {

    private static final String MASK = "****";

    private SensitiveKeys() {}

    static boolean isSensitive(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.endsWith("fromenv")) {
            return false;
        }
        return lower.contains("secret")
                || lower.contains("password")
                || lower.contains("token")
                || lower.contains("credential")
                || lower.contains("accesskey");
    }

    static String shown(String key, String value) {
        return isSensitive(key) ? MASK : value;
    }

    static Map<String, String> masked(Map<String, String> metadata) {
        Map<String, String> shown = new TreeMap<>();
        metadata.forEach((key, value) -> shown.put(key, shown(key, value)));
        return shown;
    }
}
