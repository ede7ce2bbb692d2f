// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.validation.ShownText;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Describes an error response of the API server, or its absence. */
final class Refusal {

    private static final int LONGEST = 1_000;

    private Refusal() {}

    static String of(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getCode() + " " + ShownText.of(e.getStatus().getMessage(), LONGEST);
        }
        return e.getCode() > 0 ? "HTTP " + e.getCode() : "no response";
    }
}
