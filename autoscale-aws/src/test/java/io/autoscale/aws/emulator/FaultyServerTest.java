// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.sts.StsClient;

class FaultyServerTest {

    private final FaultyServer server = FaultyServer.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void scripted_replies_come_first_and_then_the_default_reply() throws Exception {
        server.then(Reply.json(200, "{}"), Reply.json(429, "{\"a\":1}").with("Retry-After", "7"))
                .then(request -> Reply.of(200, "text/plain", "you said " + request.text()))
                .always(Reply.of(503, "text/plain", "busy"));
        assertThat(send("a").body()).isEqualTo("{}");
        assertThat(send("b").headers().firstValue("retry-after")).contains("7");
        assertThat(send("c").body()).isEqualTo("you said c");
        assertThat(send("d").statusCode()).isEqualTo(503);
        assertThat(send("e").statusCode()).isEqualTo(503);
        assertThat(server.requests()).extracting(Request::text).containsExactly("a", "b", "c", "d", "e");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void responses_can_be_truncated_closed_reset_garbled_or_missing() {
        server.then(Reply.cutHalfway(200, "text/plain", "0123456789"));
        assertThatThrownBy(() -> send("cut")).isInstanceOf(IOException.class).hasMessageContaining("fixed content");
        server.then(Reply.closed());
        assertThatThrownBy(() -> send("closed")).isInstanceOf(IOException.class);
        server.then(Reply.raw("welcome to the captive portal\r\n\r\n"));
        assertThatThrownBy(() -> send("raw")).isInstanceOf(IOException.class);
        server.then(Reply.never());
        assertThatThrownBy(() -> send("never")).isInstanceOf(HttpTimeoutException.class);
        server.then(Reply.json(200, "{}").in(Reply.Manner.WHOLE_THEN_CLOSED));
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void a_reset_reply_resets_the_connection() throws Exception {
        server.then(Reply.reset());
        URI uri = server.endpoint();
        try (java.net.Socket socket = new java.net.Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void the_sdk_sees_the_faults_as_its_own_exceptions() {
        server.then(Reply.cutHalfway(200, "text/xml", "<GetCallerIdentityResponse>and so on"))
                .always(Reply.closed());
        try (StsClient client = StsClient.builder()
                .applyMutation(TestClients.at(server.endpoint(), "AKIDME"))
                .overrideConfiguration(configuration -> configuration.retryStrategy(RetryMode.STANDARD))
                .build()) {
            assertThatThrownBy(client::getCallerIdentity).isInstanceOf(SdkClientException.class);
            assertThat(server.requests()).as("what is cut is not tried again").hasSize(1);
            assertThatThrownBy(client::getCallerIdentity).isInstanceOf(SdkClientException.class);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void closing_stops_threads_and_waiting_callers() {
        server.always(Reply.never());
        Thread waiting = new Thread(() -> assertThatThrownBy(() -> send("x")).isInstanceOf(IOException.class));
        waiting.start();
        await().until(() -> server.requests().size() == 1);
        server.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("faulty-server")));
        await().until(() -> !waiting.isAlive());
    }

    private HttpResponse<String> send(String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.endpoint())
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(Duration.ofMillis(body.equals("never") ? 300 : 20_000))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
