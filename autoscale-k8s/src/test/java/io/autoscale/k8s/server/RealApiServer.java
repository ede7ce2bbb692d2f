// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Kubernetes API server, one for all tests of this JVM; each test creates its own namespace.
 * The server is, in this order, the cluster of {@code AUTOSCALE_TEST_KUBECONFIG}, the binaries of
 * {@code AUTOSCALE_TEST_KUBE_BINARIES} or of fabric8's kube-api-test, or K3s if Docker is
 * available. Its name is written to {@code target/ran-against.txt}.
 *
 * <p>The binaries and K3s run without the job controller: tests set the status of jobs themselves.
 */
public final class RealApiServer {

    private final String name;
    private final Path kubeconfig;

    private RealApiServer(String name, Path kubeconfig) {
        this.name = name;
        this.kubeconfig = kubeconfig;
    }

    /** Asks the server for its version. */
    static RealApiServer at(Path kubeconfig, String kind) {
        try (KubernetesClient client = new RealApiServer(kind, kubeconfig).client()) {
            return new RealApiServer(kind + " " + client.getKubernetesVersion().getGitVersion(), kubeconfig);
        }
    }

    /**
     * The server, if there is one. It is started by the first call, which takes some seconds, and ended with the JVM.
     *
     * @throws IllegalStateException if it is given and does not start
     */
    public static Optional<RealApiServer> shared() {
        return SharedApiServer.get();
    }

    /** The server; the test is skipped with the reason where there is none. */
    public static RealApiServer required() {
        return shared().orElseGet(() -> Assumptions.abort("no real API server: " + SharedApiServer.whyNot()));
    }

    /** Its kind and version, for people. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public URI url() {
        return URI.create(config().getMasterUrl());
    }

    /** How an administrator reaches it, for a program of its own. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** How an administrator reaches it; a new object with each call, to be changed at will. */
    public Config config() {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    /**
     * How this user reaches it, who may do what RBAC allows and nothing else. The connection is the administrator's,
     * who impersonates the user, so that no user has to be made.
     *
     * @param user such as {@code system:serviceaccount:NAMESPACE:NAME}
     */
    public Config configAs(String user) {
        return new ConfigBuilder(config()).withImpersonateUsername(user).build();
    }

    /** A client of the administrator, to be closed. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** A client of this user as in {@link #configAs}, to be closed. */
    public KubernetesClient clientAs(String user) {
        return new KubernetesClientBuilder().withConfig(configAs(user)).build();
    }

    @Override
    public String toString() {
        return name + " at " + url();
    }
}
