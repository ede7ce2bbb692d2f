// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/**
 * An etcd and a kube-apiserver on loopback, without controllers: a job creates no pod, owned
 * objects outlive their owner, and a deleted namespace keeps its name. Logs are kept in
 * {@code target/kube}.
 */
final class LocalControlPlane implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 3;
    private static final Path LOGS = Path.of("target", "kube");

    private final KubeBinaries binaries;
    private final Path data;
    private final List<ServerProcess> servers = new ArrayList<>();

    private LocalControlPlane(KubeBinaries binaries, Path data) {
        this.binaries = binaries;
        this.data = data;
    }

    /**
     * Retries a failed start, because another process may take a free port before the server binds
     * it.
     */
    static LocalControlPlane start(KubeBinaries binaries) {
        for (int attempt = 1; ; attempt++) {
            try {
                LocalControlPlane plane = new LocalControlPlane(binaries, Files.createTempDirectory("autoscale-kube"));
                try {
                    plane.start();
                    return plane;
                } catch (RuntimeException e) {
                    String told = plane.told();
                    plane.close();
                    if (attempt == ATTEMPTS) {
                        throw new IllegalStateException("no API server from " + binaries + told, e);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of a member of {@code system:masters}, who may do everything. */
    Path kubeconfig() {
        return data.resolve("kubeconfig");
    }

    @Override
    public void close() {
        for (int last = servers.size() - 1; last >= 0; last--) {
            servers.get(last).close();
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() throws IOException {
        Files.createDirectories(LOGS);
        List<Integer> ports = freePorts(3);
        String etcdUrl = "http://127.0.0.1:" + ports.get(0);
        String peerUrl = "http://127.0.0.1:" + ports.get(1);
        run(
                binaries.etcd(),
                "--data-dir=" + data.resolve("etcd"),
                "--listen-client-urls=" + etcdUrl,
                "--advertise-client-urls=" + etcdUrl,
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=default=" + peerUrl,
                "--unsafe-no-fsync");
        String adminToken = UUID.randomUUID().toString();
        Path tokens = Files.writeString(data.resolve("tokens.csv"), adminToken + ",test-admin,1,system:masters\n");
        KeyPair keys = keys();
        Path signingKey = pem("service-account.key", "PRIVATE KEY", keys.getPrivate());
        Path verifyingKey = pem("service-account.pub", "PUBLIC KEY", keys.getPublic());
        run(
                binaries.apiServer(),
                "--etcd-servers=" + etcdUrl,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1", // otherwise, it looks for a network interface
                "--endpoint-reconciler-type=none", // does not support advertising loopback
                "--secure-port=" + ports.get(2),
                "--cert-dir=" + certificate().getParent(),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=" + signingKey,
                "--service-account-key-file=" + verifyingKey,
                "--disable-admission-plugins=ServiceAccount"); // requires objects that a controller creates
        Files.writeString(kubeconfig(), """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}}]
                users: [{name: test-admin, user: {token: "%s"}}]
                contexts: [{name: test, context: {cluster: test, user: test-admin}}]
                current-context: test
                """.formatted(ports.get(2), certificate(), adminToken));
        waiting().until(() -> Files.exists(certificate()) && Files.size(certificate()) > 0);
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
                .build()) {
            waiting().until(() -> "ok".equals(client.raw("/readyz")));
            waiting().until(() -> client.namespaces().withName("default").get() != null);
        }
    }

    private void run(Path program, String... arguments) {
        servers.add(ServerProcess.start(
                program, data, LOGS.resolve(program.getFileName() + ".log").toAbsolutePath(), List.of(arguments)));
    }

    private ConditionFactory waiting() {
        return await().atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("a server ended", () -> !servers.stream().allMatch(ServerProcess::isAlive));
    }

    private String told() {
        return servers.stream().map(server -> "\n" + server.told()).reduce("", String::concat);
    }

    /** Made by the API server, signed by itself. */
    private Path certificate() {
        return data.resolve("certificates").resolve("apiserver.crt");
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path pem(String file, String kind, Key key) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                data.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
