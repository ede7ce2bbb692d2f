// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.File;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The API server of a benchmark: that of a kubeconfig, or fabric8's in this JVM; with a namespace of its own. */
final class BenchmarkCluster implements AutoCloseable {

    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    private final @Nullable KubernetesMockServer embedded;
    private final KubernetesClient client;
    private final String namespace = "benchmark-" + UUID.randomUUID();

    /** Connects; a blank path is for the server in this JVM. */
    BenchmarkCluster(String kubeconfig) {
        REQUESTS.setLevel(Level.OFF);
        if (kubeconfig.isBlank()) {
            embedded = new KubernetesMockServer(
                    new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
            embedded.init(InetAddress.getLoopbackAddress(), 0);
            client = new KubernetesClientBuilder()
                    .withConfig(new ConfigBuilder(Config.empty())
                            .withMasterUrl("http://127.0.0.1:" + embedded.getPort())
                            .build())
                    .build();
        } else {
            embedded = null;
            client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(new File(kubeconfig)))
                    .build();
        }
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    String title() {
        return embedded == null
                ? "kube-apiserver " + client.getKubernetesVersion().getGitVersion()
                : "fabric8's server in this JVM";
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
        if (embedded != null) {
            embedded.destroy();
        }
    }
}
