// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import io.autoscale.validation.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identifies metadata keys that may contain a secret, so that their values are never printed. Misspelled keys are also
 * matched: {@code awsSecertAcessKey} is treated like the correct key. A false match is preferred to a printed secret.
 */
final class SensitiveKeys {

    private static final String MASK = "****";
    private static final List<String> WORDS = List.of("secret", "password", "token", "credential", "accesskey");
    private static final int LONG_WORD = 8;

    private SensitiveKeys() {}

    static boolean isSensitive(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.endsWith("fromenv")) {
            return false;
        }
        return WORDS.stream().anyMatch(word -> Spelling.within(lower, word) <= (word.length() < LONG_WORD ? 1 : 2));
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
