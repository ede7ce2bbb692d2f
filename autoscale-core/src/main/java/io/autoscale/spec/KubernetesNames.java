// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.validation.Violations;
import java.util.regex.Pattern;

/** The rules of names that all scaled kinds share. */
final class KubernetesNames {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DNS_SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private KubernetesNames() {}

    static void checkName(Violations violations, String path, String name) {
        violations.check(
                name.length() <= 253 && DNS_SUBDOMAIN.matcher(name).matches(),
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
}
