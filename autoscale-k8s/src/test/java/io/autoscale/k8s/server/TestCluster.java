// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a test: a real API server where there is one, else fabric8's in this JVM; with a namespace of its own
 * and a proxy before it that can fail. {@link #client()} goes through the proxy, {@link #direct()} past it.
 */
public final class TestCluster implements AutoCloseable {

    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    private final @Nullable KubernetesMockServer embedded;
    private final Config direct;
    private final FaultProxy proxy;
    private final KubernetesClient directClient;
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final KubernetesClient client;
    private final @Nullable RbacManifest rbac;
    private final String namespace = "test-" + UUID.randomUUID();

    /** Starts what is to be started, and makes the namespace. */
    public TestCluster() {
        REQUESTS.setLevel(Level.OFF);
        RealApiServer real = RealApiServer.shared().orElse(null);
        try {
            if (real == null) {
                embedded = new KubernetesMockServer(
                        new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
                embedded.init(InetAddress.getLoopbackAddress(), 0);
                direct = new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + embedded.getPort())
                        .withHttp2Disable(true) // without TLS the JDK's client would ask for an upgrade
                        .build();
            } else {
                embedded = null;
                direct = real.config();
            }
            URI target = URI.create(direct.getMasterUrl());
            SocketFactory sockets = "https".equals(target.getScheme())
                    ? SSLUtils.sslContext(direct).getSocketFactory()
                    : SocketFactory.getDefault();
            proxy = new FaultProxy(target, sockets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        directClient = new KubernetesClientBuilder().withConfig(direct).build();
        directClient
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        rbac = real == null ? null : RbacManifest.apply(directClient, namespace, permissions());
        client = newClient();
    }

    /** The manifest to deploy with the library; it grants the minimum permissions. */
    private static InputStream permissions() {
        StringBuilder all = new StringBuilder();
        for (String file : List.of("jobs", "authentication", "scaled-jobs")) {
            try {
                all.append(Files.readString(Path.of("../deploy/rbac", file + ".yaml")))
                        .append("\n---\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ByteArrayInputStream(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A client with the client library's own defaults, through the proxy; on a real API server with the rights of {@code
     * deploy/rbac} and no others.
     */
    public KubernetesClient client() {
        return client;
    }

    /** Another such client, as another program would have; closed with the cluster. */
    public KubernetesClient newClient() {
        KubernetesClient another = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(direct)
                        .withImpersonateUsername(rbac == null ? null : rbac.user())
                        .withMasterUrl(proxy.url())
                        .withRequestTimeout(5_000)
                        .withWatchReconnectInterval(50)
                        .build())
                .build();
        clients.add(another);
        return another;
    }

    /** Returns a client that bypasses the proxy. */
    public KubernetesClient direct() {
        return directClient;
    }

    /** The namespace of this test. */
    public String namespace() {
        return namespace;
    }

    /** The proxy. */
    public FaultProxy proxy() {
        return proxy;
    }

    /** Whether a real API server answers. */
    public boolean isReal() {
        return embedded == null;
    }

    @Override
    public void close() {
        proxy.faults(request -> FaultProxy.Fault.NONE);
        if (rbac != null) {
            rbac.close();
            directClient.namespaces().withName(namespace).delete();
        }
        clients.forEach(KubernetesClient::close);
        directClient.close();
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (embedded != null) {
            try {
                embedded.destroy();
            } catch (IllegalStateException e) {
                // fabric8's server sometimes does not stop in time; the next test uses a new one
                System.err.println("fabric8's server was left behind: " + e.getMessage());
            }
        }
    }
}
