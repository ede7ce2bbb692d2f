// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** A queue in this JVM, used by the query protocol of SQS. */
final class TestSqs implements AutoCloseable {

    private static final Pattern RECEIPT = Pattern.compile("<ReceiptHandle>([^<]+)</ReceiptHandle>");
    private static final Pattern COUNT = Pattern.compile("<Value>(\\d+)</Value>");

    private final SQSRestServer server =
            SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String queue;

    TestSqs(String name) {
        endpoint = URI.create(
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
        queue = endpoint + "/000000000000/" + name;
        call("CreateQueue", "QueueName", name);
    }

    URI endpoint() {
        return endpoint;
    }

    String queueUrl() {
        return queue;
    }

    void send(int messages) {
        for (int message = 1; message <= messages; message++) {
            call("SendMessage", "QueueUrl", queue, "MessageBody", "video-" + message);
        }
    }

    /** Receives a message for ten minutes; its receipt handle, or empty if there is none. */
    Optional<String> receive() {
        Matcher found = RECEIPT.matcher(call("ReceiveMessage", "QueueUrl", queue, "VisibilityTimeout", "600"));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    void delete(String receipt) {
        call("DeleteMessage", "QueueUrl", queue, "ReceiptHandle", receipt);
    }

    /** Makes a received message visible again. */
    void release(String receipt) {
        call("ChangeMessageVisibility", "QueueUrl", queue, "ReceiptHandle", receipt, "VisibilityTimeout", "0");
    }

    /** The messages that wait or are received. */
    int messages() {
        Matcher counts = COUNT.matcher(call(
                "GetQueueAttributes",
                "QueueUrl",
                queue,
                "AttributeName.1",
                "ApproximateNumberOfMessages",
                "AttributeName.2",
                "ApproximateNumberOfMessagesNotVisible"));
        int sum = 0;
        while (counts.find()) {
            sum += Integer.parseInt(counts.group(1));
        }
        return sum;
    }

    @Override
    public void close() {
        server.stopAndWait();
    }

    private String call(String action, String... parameters) {
        StringBuilder query = new StringBuilder("Version=2012-11-05&Action=" + action);
        for (int i = 0; i < parameters.length; i += 2) {
            query.append('&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(endpoint)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(query.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(action + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
