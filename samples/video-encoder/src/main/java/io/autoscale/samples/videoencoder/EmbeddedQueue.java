// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** An SQS-compatible server in this JVM, on a free port of the loopback interface. */
final class EmbeddedQueue implements AutoCloseable {

    private final SQSRestServer server;
    private final URI endpoint;

    EmbeddedQueue() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        endpoint = URI.create(
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
