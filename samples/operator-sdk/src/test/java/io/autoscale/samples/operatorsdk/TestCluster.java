// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server with the definition of {@code crd.yaml} and a namespace of its own: the cluster of
 * {@code AUTOSCALE_TEST_KUBECONFIG}, else fabric8's server in this JVM. The cluster must not run the jobs: the test
 * finishes them.
 */
final class TestCluster implements AutoCloseable {

    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    private final Optional<String> kubeconfig = Optional.ofNullable(System.getenv("AUTOSCALE_TEST_KUBECONFIG"));
    private final KubernetesMockServer embedded = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final String namespace = "test-" + UUID.randomUUID();
    private final KubernetesClient client;

    TestCluster() throws IOException {
        REQUESTS.setLevel(Level.WARNING);
        embedded.init(InetAddress.getLoopbackAddress(), 0);
        client = newClient();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client.load(Files.newInputStream(Path.of("crd.yaml")))
                .resources()
                .forEach(definition -> definition.createOr(existing -> existing.patch()));
        if (isReal()) {
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("videopipelines.media.example.com")
                    .waitUntilCondition(
                            definition -> definition.getStatus().getConditions().stream()
                                    .anyMatch(condition -> condition.getType().equals("Established")
                                            && condition.getStatus().equals("True")),
                            30,
                            TimeUnit.SECONDS);
        }
    }

    boolean isReal() {
        return kubeconfig.isPresent();
    }

    KubernetesClient client() {
        return client;
    }

    /** Another client; closed by the caller. */
    KubernetesClient newClient() {
        return kubeconfig
                .map(file -> new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(new File(file)))
                        .build())
                .orElseGet(() -> (KubernetesClient) embedded.createClient());
    }

    String namespace() {
        return namespace;
    }

    @Override
    public void close() {
        client.resources(VideoPipeline.class).inNamespace(namespace).resources().forEach(pipeline -> {
            pipeline.edit(current -> {
                current.getMetadata().setFinalizers(List.of()); // no operator is left to remove them
                return current;
            });
            pipeline.delete();
        });
        client.namespaces().withName(namespace).delete();
        client.close();
        embedded.destroy();
    }
}
