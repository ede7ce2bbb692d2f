// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.validation.Violations;
import java.util.Map;
import java.util.regex.Pattern;

/** The Kubernetes rules for names, labels and annotations. */
public final class KubernetesNames {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DNS_SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final int LONGEST_LABEL = 63;
    private static final int MOST_ANNOTATION_BYTES = 256 * 1024;

    private KubernetesNames() {}

    /**
     * Returns whether a text is a valid object name: a DNS subdomain of at most 253 characters. Any other text must not
     * become part of a request path.
     *
     * @param name the text
     * @return true if the API server accepts the name for most kinds
     */
    public static boolean isName(String name) {
        return name.length() <= 253 && DNS_SUBDOMAIN.matcher(name).matches();
    }

    static void checkName(Violations violations, String path, String name) {
        violations.check(
                isName(name),
                path,
                name,
                "a Kubernetes name: lower-case letters, digits, '-' and '.', at most 253 characters");
    }

    static void checkNamespace(Violations violations, String namespace) {
        violations.check(
                namespace.length() <= 63 && DNS_LABEL.matcher(namespace).matches(),
                "namespace",
                namespace,
                "a Kubernetes namespace: lower-case letters, digits and '-', at most 63 characters");
    }

    /**
     * Checks the labels and annotations, which are copied to jobs. The API server rejects every create if one is
     * invalid.
     */
    static void checkLabels(Violations violations, Map<String, String> labels, Map<String, String> annotations) {
        labels.forEach((key, value) -> {
            checkKey(violations, "labels", key);
            violations.check(
                    value.isEmpty() || isLabel(value),
                    "labels." + key,
                    value,
                    "a label's value: letters, digits, '-', '_' and '.', at most " + LONGEST_LABEL + " characters");
        });
        long bytes = 0;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            checkKey(violations, "annotations", annotation.getKey());
            bytes += annotation.getKey().length() + (long) annotation.getValue().length();
        }
        violations.check(bytes <= MOST_ANNOTATION_BYTES, "annotations", bytes, "at most 262144 characters in all");
    }

    private static void checkKey(Violations violations, String path, String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        violations.check(
                isLabel(key.substring(slash + 1)) && (slash < 0 || isName(prefix)),
                path + "." + key,
                key,
                "a key such as team or example.com/team: letters, digits, '-', '_' and '.', at most " + LONGEST_LABEL
                        + " characters");
    }

    private static boolean isLabel(String text) {
        return text.length() <= LONGEST_LABEL && LABEL.matcher(text).matches();
    }
}
