// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.internal;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/** Derives clients that send each request once: the caller retries, and retries of the client exceed its deadlines. */
public final class ClientWithoutRetries {

    private ClientWithoutRetries() {}

    /**
     * Derives a client that shares the connections of another one and does not have to be closed.
     *
     * @param client the client; closed by its owner
     */
    public static KubernetesClient of(KubernetesClient client) {
        return of(client, Duration.ofMillis(client.getConfiguration().getRequestTimeout()));
    }

    /**
     * Derives a client with another request timeout.
     *
     * @param client the client; closed by its owner
     * @param timeout the timeout of one request, 1 ms to 24 days
     */
    public static KubernetesClient of(KubernetesClient client, Duration timeout) {
        return client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestRetryBackoffLimit(0)
                                .withRequestTimeout(Math.toIntExact(timeout.toMillis()))
                                .build())
                .adapt(KubernetesClient.class);
    }
}
