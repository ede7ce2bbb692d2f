// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** An answer of the API server, or the want of one, in words. */
final class Refusal {

    private Refusal() {}

    static String of(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getCode() + " " + e.getStatus().getMessage();
        }
        return e.getCode() > 0 ? "answered " + e.getCode() : "not answered";
    }
}
