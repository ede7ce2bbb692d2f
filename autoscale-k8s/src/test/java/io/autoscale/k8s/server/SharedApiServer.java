// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for a real API server once per JVM, and records the result. */
final class SharedApiServer {

    static final String KUBECONFIG = "AUTOSCALE_TEST_KUBECONFIG";

    private static @Nullable RealApiServer server;
    private static String whyNot = "";
    private static String failure = "";

    private SharedApiServer() {}

    static synchronized Optional<RealApiServer> get() {
        if (server == null && whyNot.isEmpty() && failure.isEmpty()) {
            try {
                look(System.getenv());
                tell(server == null ? "fabric8's server in this JVM, and no real one: " + whyNot : server.toString());
            } catch (RuntimeException e) {
                failure = String.valueOf(e.getMessage());
                throw e;
            }
        }
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure); // all the other tests fail too, and no one tries again
        }
        return Optional.ofNullable(server);
    }

    static synchronized String whyNot() {
        return whyNot;
    }

    private static void look(Map<String, String> environment) {
        String given = environment.getOrDefault(KUBECONFIG, "");
        if (!given.isBlank()) {
            server = RealApiServer.at(Path.of(given), KUBECONFIG);
            return;
        }
        Optional<KubeBinaries> binaries = KubeBinaries.find(environment);
        if (binaries.isPresent()) {
            LocalControlPlane plane = LocalControlPlane.start(binaries.get());
            endWithJvm(plane);
            server = RealApiServer.at(plane.kubeconfig(), "kube-apiserver");
            return;
        }
        try {
            K3s k3s = K3s.start();
            endWithJvm(k3s);
            server = RealApiServer.at(k3s.kubeconfig(), "K3s");
        } catch (K3s.UnavailableException e) {
            whyNot = KubeBinaries.VARIABLE + " is not set, kube-api-test has downloaded nothing, " + e.getMessage();
        }
    }

    private static void endWithJvm(AutoCloseable running) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                running.close();
                            } catch (Exception e) {
                                System.err.println("an API server was not ended: " + e);
                            }
                        },
                        "end-" + running.getClass().getSimpleName()));
    }

    /** A line like those of the emulators of AWS. */
    private static void tell(String what) {
        Path file = Path.of("target", "ran-against.txt");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "Kubernetes: " + what + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("Ran against: Kubernetes: " + what);
    }
}
