// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of the packaged controller on a control plane with the controllers of Kubernetes and simulated pods share.
 * The controller has the permissions of {@code deploy/controller.yaml} and no others.
 */
abstract class OnControlPlane {

    static final String CLUSTER = "AUTOSCALE_TEST_CONTROL_PLANE";

    static KubernetesClient admin;
    static Path folder;
    static ControlPlane plane;

    final String namespace = "test-" + UUID.randomUUID().toString().substring(0, 8);
    ControllerJar jar;
    TestSqs queue;
    SimulatedConsumers consumers;

    @BeforeAll
    static void install(@TempDir Path temporary) throws IOException {
        folder = temporary;
        plane = ControlPlane.at(Path.of(System.getenv(CLUSTER)), temporary);
        admin = plane.admin();
    }

    @AfterAll
    static void uninstall() {
        if (plane != null) {
            plane.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        jar = new ControllerJar(Files.createTempDirectory(folder, "output"), plane.kubeconfigOfController());
        queue = new TestSqs("test-queue");
        plane.create(namespace);
        consumers = new SimulatedConsumers(admin, namespace, "video-processor", queue);
    }

    @AfterEach
    void stop() {
        jar.close();
        consumers.close();
        admin.namespaces().withName(namespace).delete();
        queue.close();
    }

    Process controller() throws IOException {
        return jar.start(
                "run",
                "--all-namespaces",
                "--port=0",
                "--leader-election=autoscale/keda-controller",
                "--lease-seconds=3",
                "--allow-endpoint=" + queue.endpoint());
    }

    /** The ScaledJob of the tutorial, polled each second. */
    Path consumer() throws IOException {
        return tutorial(
                "consumer", manifest("scaled-job-consumer").replace("pollingInterval: 10", "pollingInterval: 1"));
    }

    /** The same, whose pods have these annotations, which .ci/kwok/stages.yaml reads. */
    Path consumer(String annotations) throws IOException {
        String labels = "        labels:\n          app: video-processor";
        return tutorial(
                "consumer",
                Files.readString(consumer()).replace(labels, "        annotations: {" + annotations + "}\n" + labels));
    }

    String manifest(String name) throws IOException {
        return Files.readString(Path.of("manifests", name + ".yaml"))
                .replace("namespace: default", "namespace: " + namespace)
                .replace("put-your-sqs-queue-url-here", queue.queueUrl())
                .replace(
                        "awsRegion: put-your-aws-region",
                        "awsRegion: eu-west-1\n        awsEndpoint: " + queue.endpoint());
    }

    static Path tutorial(String name, String manifest) throws IOException {
        return Files.writeString(Files.createTempFile(folder, name, ".yaml"), manifest, StandardCharsets.UTF_8);
    }

    List<Job> complete() {
        return admin
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel("scaledjob.keda.sh/name", "video-processor")
                .list()
                .getItems()
                .stream()
                .filter(job -> job.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Complete")))
                .toList();
    }

    /** Status, reason and message of a condition of the ScaledJob. */
    String condition(String type) {
        GenericKubernetesResource found = scaledJob().get();
        List<Map<String, String>> conditions = found == null ? null : found.get("status", "conditions");
        return conditions == null
                ? ""
                : conditions.stream()
                        .filter(condition -> type.equals(condition.get("type")))
                        .map(condition -> condition.get("status") + " " + condition.get("reason") + " "
                                + condition.get("message"))
                        .findFirst()
                        .orElse("");
    }

    Resource<GenericKubernetesResource> scaledJob() {
        return admin.genericKubernetesResources("keda.sh/v1alpha1", "ScaledJob")
                .inNamespace(namespace)
                .withName("video-processor");
    }

    static void restartApiServer() throws IOException, InterruptedException {
        new ProcessBuilder(Path.of(System.getenv(CLUSTER))
                        .resolveSibling("restart-apiserver")
                        .toString())
                .start()
                .waitFor();
    }

    /** The log of the requests of service accounts. */
    static Path audit() {
        return Path.of(System.getenv(CLUSTER)).resolveSibling("audit.log");
    }

    static void pause(int seconds) throws InterruptedException {
        if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException();
        }
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(200));
    }
}
