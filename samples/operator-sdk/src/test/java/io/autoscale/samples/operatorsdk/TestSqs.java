// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A queue in this JVM. */
final class TestSqs implements AutoCloseable {

    private final SQSRestServer server =
            SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private final URI endpoint = URI.create(
            "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    private final SqsClient client = SqsClient.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(endpoint)
            .build();
    private final String queueUrl =
            client.createQueue(request -> request.queueName("videos")).queueUrl();

    URI endpoint() {
        return endpoint;
    }

    String queueUrl() {
        return queueUrl;
    }

    void send(int messages) {
        for (int message = 1; message <= messages; message++) {
            String body = "video-" + message;
            client.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
        }
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
