// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.validation.ShownText;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** An answer of the API server, or the want of one, in words. */
final class Refusal {

    private static final int LONGEST = 1_000;

    private Refusal() {}

    static String of(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getCode() + " " + ShownText.of(e.getStatus().getMessage(), LONGEST);
        }
        return e.getCode() > 0 ? "answered " + e.getCode() : "not answered";
    }
}
