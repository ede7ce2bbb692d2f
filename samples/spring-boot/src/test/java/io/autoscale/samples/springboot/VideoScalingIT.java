// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.Secret;
import io.autoscale.aws.AwsSourcesBuilder;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.spring.BuilderCustomizer;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** The application with a queue and an API server in this JVM. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class VideoScalingIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private KubernetesClient cluster;

    @Autowired
    private SQSRestServer sqs;

    @Test
    void a_message_becomes_a_job_that_health_endpoint_and_metrics_know() throws Exception {
        send("CreateQueue&QueueName=videos");
        send("CreateQueue&QueueName=thumbnails");
        send("SendMessage&QueueUrl=" + queues() + "/123456789012/videos&MessageBody=video");
        await().atMost(Duration.ofSeconds(40)).until(() -> jobs().size() == 1);
        assertThat(jobs().get(0).getMetadata().getName()).isEqualTo("video-processor-000001");

        await().untilAsserted(() -> assertThat(get("/actuator/autoscale/media/video-processor"))
                .contains("media/video-processor round", "create 1; created 1", "\"backlog\":1"));
        assertThat(get("/actuator/autoscale")).contains("\"media/thumbnails\"", "\"media/video-processor\"");
        assertThat(get("/actuator/health")).contains("\"autoscale\":", "\"registrations\":2");
        assertThat(get("/actuator/prometheus"))
                .contains(
                        "autoscale_jobs_creations_total{namespace=\"media\",scaled_job=\"video-processor\"} 1.0",
                        "autoscale_aws_calls_total{operation=\"GetQueueAttributes\",service=\"SQS\"}",
                        "autoscale_watch_connected 1.0");

        HttpResponse<String> pause = http.send(
                HttpRequest.newBuilder(address("/actuator/autoscale/media/video-processor"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"action\": \"pause\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(pause.statusCode()).as("writes are off by default").isEqualTo(405);
    }

    private List<Job> jobs() {
        return cluster.batch().v1().jobs().inNamespace("media").list().getItems();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private URI queues() {
        return Servers.endpoint(sqs);
    }

    private void send(String call) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(queues())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Action=" + call))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Servers {

        static URI endpoint(SQSRestServer sqs) {
            return URI.create(
                    "http://127.0.0.1:" + sqs.waitUntilStarted().localAddress().getPort());
        }

        @Bean(destroyMethod = "stopAndWait")
        SQSRestServer sqs() {
            return SQSRestServerBuilder.withInterface("127.0.0.1")
                    .withDynamicPort()
                    .start();
        }

        @Bean(initMethod = "init", destroyMethod = "destroy")
        KubernetesMockServer kubernetes() {
            return new KubernetesMockServer(
                    new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        }

        @Bean
        KubernetesClient cluster(KubernetesMockServer kubernetes) {
            return kubernetes.createClient();
        }

        @Bean
        BuilderCustomizer<AwsSourcesBuilder> embeddedQueue(SQSRestServer sqs) {
            return builder -> builder.endpoints(
                            Endpoints.awsOnly().allowingLoopback().with(AwsService.SQS, endpoint(sqs)))
                    .ownIdentity(new AwsIdentity.StaticKeys("embedded", Secret.of("embedded"), null));
        }
    }
}
