// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The work of a job: receives one message, encodes it (here: waits for the encoding time), deletes
 * it, reports it, and ends. The message is deleted after encoding, so that it is delivered again if
 * its encoder fails.
 */
final class Encoder {

    private static final int VISIBILITY_SECONDS = 600;
    private static final int LOOKS_FOR_WORK = 5;

    private final SqsClient sqs;
    private final String queueUrl;
    private final URI analyzer;
    private final Duration encodeTime;
    private final CountDownLatch stop;
    private final HttpClient http;

    Encoder(SqsClient sqs, String queueUrl, URI analyzer, Duration encodeTime, CountDownLatch stop, HttpClient http) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.analyzer = analyzer;
        this.encodeTime = encodeTime;
        this.stop = stop;
        this.http = http;
    }

    /** Processes one message. Ends without an error if no message arrives after a few attempts. */
    void run() throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS_FOR_WORK; look++) {
            List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                            .maxNumberOfMessages(1)
                            .visibilityTimeout(VISIBILITY_SECONDS)
                            .waitTimeSeconds(1))
                    .messages();
            if (!messages.isEmpty()) {
                work(messages.get(0));
                return;
            }
        }
    }

    private void work(Message message) throws IOException, InterruptedException {
        if (stop.await(encodeTime.toMillis(), TimeUnit.MILLISECONDS)) {
            report("/kill/count", message.messageId());
            throw new InterruptedException("stopped before the video was encoded");
        }
        sqs.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        report("/create/count", message.messageId());
    }

    private void report(String path, String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(analyzer.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(id))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("result analyzer returned status " + status + " for " + path + ", expected 200");
        }
    }
}
