// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The program against a queue and a Kubernetes API server in this JVM: four videos become two jobs. */
final class Local {

    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    public static void main(String[] args) throws Exception {
        REQUESTS.setLevel(Level.WARNING);
        // the program's own identity; any keys will do for a queue in this JVM
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");

        SQSRestServer queues = SQSRestServerBuilder.withDynamicPort().start();
        URI queueServer = URI.create(
                "http://127.0.0.1:" + queues.waitUntilStarted().localAddress().getPort());
        KubernetesMockServer clusterServer = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        clusterServer.init(InetAddress.getLoopbackAddress(), 0);

        try (SqsClient sqs = SqsClient.builder()
                        .region(Region.EU_WEST_1)
                        .endpointOverride(queueServer)
                        .credentialsProvider(SystemPropertyCredentialsProvider.create())
                        .build();
                KubernetesClient cluster = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder()
                                .withMasterUrl("http://127.0.0.1:" + clusterServer.getPort())
                                .withHttp2Disable(true) // the server in this JVM speaks HTTP/1.1
                                .build())
                        .build();
                VideoScaling scaling =
                        new VideoScaling(cluster, Endpoints.awsOnly().with(AwsService.SQS, queueServer))) {
            String queueUrl =
                    sqs.createQueue(queue -> queue.queueName("videos")).queueUrl();
            for (int i = 1; i <= 4; i++) {
                String body = "video " + i;
                sqs.sendMessage(message -> message.queueUrl(queueUrl).messageBody(body));
            }
            scaling.start(queueUrl);
            cluster.batch()
                    .v1()
                    .jobs()
                    .inNamespace("media")
                    .informOnCondition(jobs -> jobs.size() == 2)
                    .get(30, TimeUnit.SECONDS)
                    .forEach(job ->
                            System.out.println("created " + job.getMetadata().getName()));
        }
        clusterServer.destroy();
        queues.stopAndWait();
    }
}
