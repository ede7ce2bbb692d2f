// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** A queue and a Kubernetes API server in this JVM. */
final class Servers implements AutoCloseable {

    private static final String QUEUE_PATH = "/000000000000/videos";

    private final SQSRestServer sqs =
            SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private final KubernetesMockServer kubernetes = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final String endpoint;

    Servers() throws IOException {
        endpoint = "http://127.0.0.1:" + sqs.waitUntilStarted().localAddress().getPort();
        kubernetes.init(InetAddress.getLoopbackAddress(), 0);
        send("/", "Action=CreateQueue&QueueName=videos");
    }

    /** A client; closed by the caller. */
    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl(kubernetesUrl())
                        .withNamespace("media")
                        .withHttp2Disable(
                                true) // the JDK's client would request an upgrade, which the server does not support
                        .build())
                .build();
    }

    String kubernetesUrl() {
        return "http://127.0.0.1:" + kubernetes.getPort();
    }

    /** A manifest of KEDA for the queue. */
    String manifest() {
        return """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata:
                  name: encoder
                  namespace: media
                spec:
                  pollingInterval: 1
                  jobTargetRef:
                    template:
                      spec:
                        restartPolicy: Never
                        containers:
                          - name: encoder
                            image: registry.example.com/encoder:1
                  triggers:
                    - type: aws-sqs-queue
                      metadata:
                        queueURL: %s
                        queueLength: "1"
                        awsRegion: eu-west-1
                        awsEndpoint: %s
                """.formatted(endpoint + QUEUE_PATH, endpoint);
    }

    void sendVideo() throws IOException {
        send(QUEUE_PATH, "Action=SendMessage&MessageBody=video");
    }

    private void send(String path, String form) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(endpoint + path).toURL().openConnection();
        connection.setDoOutput(true);
        connection.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
        if (connection.getResponseCode() != 200) {
            throw new IllegalStateException("the queue answered " + connection.getResponseCode());
        }
    }

    @Override
    public void close() {
        kubernetes.destroy();
        sqs.stopAndWait();
    }
}
