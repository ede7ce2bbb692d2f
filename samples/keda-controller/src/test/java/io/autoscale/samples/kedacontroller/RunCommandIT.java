// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged controller as a process of its own, with the manifests of the tutorial. */
class RunCommandIT {

    private static final Pattern PORT = Pattern.compile("on port (\\d+)");

    @TempDir
    private Path folder;

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final TestSqs queue = new TestSqs("test-queue");
    private final HttpClient http = HttpClient.newHttpClient();
    private KubernetesClient client;
    private ControllerJar jar;

    @BeforeEach
    void start() throws IOException {
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient();
        Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: 'http://127.0.0.1:%d'}}]
                users: [{name: test, user: {token: none}}]
                contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
                current-context: test
                """.formatted(server.getPort()));
        jar = new ControllerJar(folder, folder.resolve("kubeconfig"));
    }

    @AfterEach
    void stop() {
        jar.close();
        client.close();
        server.destroy();
        queue.close();
    }

    @Test
    void the_manifests_of_the_tutorial_make_one_job_for_each_message_and_the_controller_explains_why()
            throws Exception {
        queue.send(10);
        Process controller = jar.start(
                "run",
                "--port=0",
                "--keda-series",
                "--leader-election=default/keda-controller",
                "--allow-endpoint=" + queue.endpoint());
        soon().until(() -> PORT.matcher(jar.log(controller)).find());
        Matcher port = PORT.matcher(jar.log(controller));
        assertThat(port.find()).isTrue();
        URI health = URI.create("http://127.0.0.1:" + port.group(1));
        soon().until(() -> get(health.resolve("/readyz")).statusCode() == 200);
        assertThat(get(health.resolve("/healthz")).body()).isEqualTo("ok\n");

        apply(manifest());
        soon().until(() -> jobs().size() == 10);
        assertThat(jobs())
                .allSatisfy(job -> assertThat(job.getMetadata().getName()).startsWith("video-processor-"));

        Process explain = jar.start("explain", "video-processor", "--port=" + port.group(1));
        assertThat(explain.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(jar.log(explain)).contains("default/video-processor round 1: backlog 10 / target 1 = 10 jobs");
        assertThat(explain.exitValue()).isZero();

        String metrics = get(health.resolve("/metrics")).body();
        assertThat(metrics)
                .contains(
                        "autoscale_jobs_creations_total{namespace=\"default\",scaled_job=\"video-processor\"} 10.0",
                        "autoscale_leader 1.0",
                        "autoscale_watch_connected 1.0",
                        "autoscale_aws_calls_total{operation=\"GetQueueAttributes\",service=\"SQS\"} ",
                        "keda_scaler_active{metric=\"s0-aws-sqs-test-queue\",namespace=\"default\","
                                + "scaledObject=\"video-processor\",scaler=\"awsSqsQueueScaler\",triggerIndex=\"0\","
                                + "type=\"scaledjob\"} 1.0",
                        "jvm_memory_used_bytes{");

        Process unknown = jar.start("explain", "media/orders", "--port=" + port.group(1));
        assertThat(unknown.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(jar.log(unknown)).contains("ScaledJob media/orders is not scaled");
        assertThat(unknown.exitValue()).isEqualTo(1);

        controller.destroy();
        assertThat(controller.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(jar.log(controller)).contains("stopping").doesNotContain("did not stop");
        assertThat(client.leases()
                        .inNamespace("default")
                        .withName("keda-controller")
                        .get()
                        .getSpec()
                        .getHolderIdentity())
                .as("the lease is released")
                .isNullOrEmpty();
        assertThat(jobs()).hasSize(10);
    }

    @Test
    void doctor_names_a_scaled_job_that_does_not_exist() throws Exception {
        Process doctor = jar.start("doctor", "media/orders");
        assertThat(doctor.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(jar.log(doctor)).contains("ScaledJob media/orders does not exist");
        assertThat(doctor.exitValue()).isEqualTo(2);
    }

    @Test
    void doctor_reports_each_step_of_reading_a_trigger() throws Exception {
        apply(manifest());
        Process doctor = jar.start("doctor", "video-processor", "--allow-endpoint=" + queue.endpoint());
        assertThat(doctor.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(jar.log(doctor)).contains("aws-sqs-queue", "identity", "read");
    }

    @Test
    void doctor_fails_when_an_authentication_cannot_be_resolved() throws Exception {
        Path without = Files.writeString(
                folder.resolve("without-authentication.yaml"),
                Files.readString(manifest()).split("---\n", -1)[2]);
        apply(without);
        Process doctor = jar.start("doctor", "video-processor");
        assertThat(doctor.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(jar.log(doctor))
                .contains(
                        "triggers[0]: TriggerAuthentication default/keda-trigger-auth-aws-credentials does not exist");
        assertThat(doctor.exitValue()).isEqualTo(1);
    }

    private void apply(Path manifest) throws IOException {
        for (HasMetadata resource : client.load(Files.newInputStream(manifest)).items()) {
            if (resource instanceof GenericKubernetesResource keda) {
                // fabric8's server knows no definitions
                client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                                .withGroup("keda.sh")
                                .withVersion("v1alpha1")
                                .withKind(keda.getKind())
                                .withPlural(keda.getKind().toLowerCase(Locale.ROOT) + "s")
                                .withNamespaced(true)
                                .build())
                        .inNamespace("default")
                        .resource(keda)
                        .create();
            } else {
                client.resource(resource).create();
            }
        }
    }

    private Path manifest() throws IOException {
        String text = Files.readString(Path.of("manifests/scaled-job-consumer.yaml"))
                .replace("put-your-sqs-queue-url-here", queue.queueUrl())
                .replace(
                        "awsRegion: put-your-aws-region",
                        "awsRegion: eu-west-1\n        awsEndpoint: " + queue.endpoint());
        return Files.writeString(folder.resolve("scaled-job.yaml"), text);
    }

    private List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace("default").list().getItems();
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }
}
