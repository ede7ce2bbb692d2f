// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A small cluster in a container, if Docker is available. It runs without the job controller,
 * because tests set the status of jobs themselves. The controllers of owners, namespaces and quotas
 * run.
 */
final class K3s implements AutoCloseable {

    static final String VERSION = "v1.34.1-k3s1";

    private final K3sContainer container;
    private final Path kubeconfig;

    private K3s(K3sContainer container, Path kubeconfig) {
        this.container = container;
        this.kubeconfig = kubeconfig;
    }

    /**
     * @throws UnavailableException if there is no Docker, or no image
     */
    static K3s start() throws UnavailableException {
        if (!dockerMayBeHere(System.getenv())) {
            throw new UnavailableException("no Docker here");
        }
        // Testcontainers logs many lines if it finds no Docker
        System.setProperty("org.slf4j.simpleLogger.log.org.testcontainers", "off");
        System.setProperty("org.slf4j.simpleLogger.log.tc", "off");
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new UnavailableException("no Docker here");
        }
        K3sContainer starting = new K3sContainer(DockerImageName.parse("rancher/k3s:" + VERSION));
        starting.withCommand(
                "server",
                "--disable=traefik",
                "--tls-san=" + starting.getHost(),
                "--kube-controller-manager-arg=controllers=*,-job-controller");
        try {
            starting.start();
            Path kubeconfig = Files.createTempFile("autoscale-k3s", ".yaml");
            return new K3s(starting, Files.writeString(kubeconfig, starting.getKubeConfigYaml()));
        } catch (IOException | RuntimeException e) {
            starting.stop();
            throw new UnavailableException("Docker is here, but no K3s: "
                    + e.toString().lines().findFirst().orElseThrow());
        }
    }

    /** Of the administrator. */
    Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        container.stop();
        try {
            Files.delete(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fast check, because Testcontainers takes seconds to detect that Docker is missing. */
    private static boolean dockerMayBeHere(Map<String, String> environment) {
        String home = System.getProperty("user.home");
        return environment.containsKey("DOCKER_HOST")
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/nowhere"), "docker.sock"))
                || Files.exists(Path.of(home, ".docker", "run", "docker.sock"))
                || Files.exists(Path.of(home, ".testcontainers.properties"));
    }

    /** Says why there is none. */
    static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }
}
