// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.autoscale.aws.sqs.SqsQueueTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the SQS source makes of failures, injected over a real socket. */
class SqsFailureIT {

    private static final String COUNTS =
            "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\",\"ApproximateNumberOfMessagesNotVisible\":\"1\"}}";

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stub-server");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer server;
    private AwsSources sources;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        sources = TestSources.sources().calls(TestSources.IMPATIENT).build();
    }

    @AfterEach
    void stop() {
        release.countDown();
        sources.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, THROTTLED",
        "400, RequestThrottled, THROTTLED",
        "429, TooManyRequestsException, THROTTLED",
        "403, AccessDenied, AUTHENTICATION",
        "403, InvalidClientTokenId, AUTHENTICATION",
        "403, SignatureDoesNotMatch, AUTHENTICATION",
        "400, ExpiredToken, AUTHENTICATION",
        "400, UnrecognizedClientException, AUTHENTICATION",
        "400, AWS.SimpleQueueService.NonExistentQueue, NOT_FOUND",
        "400, QueueDoesNotExist, NOT_FOUND",
        "500, InternalFailure, UNAVAILABLE",
        "503, ServiceUnavailable, UNAVAILABLE",
        "400, InvalidAddress, CONFIGURATION",
    })
    void an_error_of_the_service_is_told_by_its_kind_and_shows_no_secret(
            int status, String code, ScalerException.Kind kind) {
        answer(
                status,
                "{\"__type\":\"com.amazonaws.sqs#" + code + "\",\"message\":\"about " + TestSources.SECRET + "\"}");
        assertFails(kind, code.replace("AWS.SimpleQueueService.NonExistentQueue", "NonExistentQueue"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\"}} | ApproximateNumberOfMessagesNotVisible",
                "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"four\",\"ApproximateNumberOfMessagesNotVisible\":\"0\"}} | 'four'",
                "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"-4\",\"ApproximateNumberOfMessagesNotVisible\":\"0\"}} | '-4'",
                "{} | ApproximateNumberOfMessages",
            })
    void a_requested_attribute_that_is_missing_or_no_number_is_bad_data(String body, String named) {
        answer(200, body);
        assertFails(ScalerException.Kind.BAD_DATA, named);
    }

    @Test
    void an_answer_that_is_garbage_is_not_a_number() {
        answer(200, "<html>welcome to the captive portal, " + TestSources.SECRET + "</html>");
        assertFails(ScalerException.Kind.BAD_DATA, "SQS GetQueueAttributes of videos in eu-west-1");
    }

    @Test
    void a_connection_that_is_cut_is_unavailable() {
        server.createContext("/", HttpExchange::close);
        assertFails(ScalerException.Kind.UNAVAILABLE, "SQS GetQueueAttributes of videos in eu-west-1");
    }

    @Test
    void an_answer_that_is_cut_off_halfway_gives_no_value() {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"Attributes\":{\"Approx".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });
        assertFails(ScalerException.Kind.UNAVAILABLE, "SQS GetQueueAttributes of videos in eu-west-1");
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        server.stop(0);
        assertFails(ScalerException.Kind.UNAVAILABLE, "SQS GetQueueAttributes of videos in eu-west-1");
    }

    @Test
    void a_bare_name_is_resolved_once_and_again_after_the_queue_was_not_found() {
        List<String> operations = new CopyOnWriteArrayList<>();
        AtomicBoolean gone = new AtomicBoolean();
        server.createContext("/", exchange -> {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            operations.add(target.substring(target.indexOf('.') + 1));
            if (target.endsWith("GetQueueUrl")) {
                respond(exchange, 200, "{\"QueueUrl\":\"https://sqs.eu-west-1.amazonaws.com/1/videos\"}");
            } else if (gone.get()) {
                respond(exchange, 400, "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\"}");
            } else {
                respond(exchange, 200, COUNTS);
            }
        });
        try (ScalerSource source = TestSources.source(sources, trigger("videos"))) {
            source.sample();
            source.sample();
            assertThat(operations).containsExactly("GetQueueUrl", "GetQueueAttributes", "GetQueueAttributes");
            gone.set(true);
            assertThatThrownBy(source::sample)
                    .isInstanceOfSatisfying(
                            ScalerException.class, e -> assertThat(e.kind()).isEqualTo(ScalerException.Kind.NOT_FOUND));
            gone.set(false);
            operations.clear();
            assertThat(source.sample().value()).isEqualTo(5);
            assertThat(operations).containsExactly("GetQueueUrl", "GetQueueAttributes");
        }
    }

    @Test
    void a_name_that_is_answered_without_a_url_is_bad_data() {
        answer(200, "{}");
        try (ScalerSource source = TestSources.source(sources, trigger("videos"))) {
            assertThatThrownBy(source::sample)
                    .isInstanceOfSatisfying(
                            ScalerException.class, e -> assertThat(e.kind()).isEqualTo(ScalerException.Kind.BAD_DATA))
                    .hasMessage("SQS GetQueueUrl of videos in eu-west-1 was answered without QueueUrl");
        }
    }

    @Test
    void an_attribute_that_does_not_count_may_be_missing_or_unreadable() {
        answer(
                200,
                "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\",\"ApproximateNumberOfMessagesDelayed\":\"?\"}}");
        Trigger visibleOnly = Trigger.builder("aws-sqs-queue")
                .metadata(trigger().metadata())
                .metadata("scaleOnInFlight", "false")
                .build();
        try (ScalerSource source = TestSources.source(sources, visibleOnly)) {
            assertThat(source.sample().parts()).containsOnlyKeys("visible");
        }
    }

    @Test
    void visible_in_flight_and_delayed_are_handed_on_apart_whatever_counts() {
        answer(
                200,
                "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\","
                        + "\"ApproximateNumberOfMessagesNotVisible\":\"2\","
                        + "\"ApproximateNumberOfMessagesDelayed\":\"1\"}}");
        Trigger visibleOnly = Trigger.builder("aws-sqs-queue")
                .metadata(trigger().metadata())
                .metadata("scaleOnInFlight", "false")
                .build();
        try (ScalerSource source = TestSources.source(sources, visibleOnly)) {
            assertThat(source.sample().value()).isEqualTo(4);
            assertThat(source.sample().parts()).isEqualTo(Map.of("visible", 4.0, "inFlight", 2.0, "delayed", 1.0));
        }
    }

    @Test
    void the_sdk_tries_no_more_often_than_it_is_told() {
        answer(500, "{\"__type\":\"InternalFailure\"}");
        try (AwsSources twice = TestSources.sources().build();
                ScalerSource source = TestSources.source(twice, trigger())) {
            assertThatThrownBy(source::sample).isInstanceOf(ScalerException.class);
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void a_service_that_never_answers_is_unavailable_within_the_bound() {
        server.createContext("/", exchange -> {
            try {
                release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        assertFails(ScalerException.Kind.UNAVAILABLE, "SQS GetQueueAttributes of videos in eu-west-1");
    }

    @Test
    void a_sample_costs_one_request() {
        answer(200, COUNTS);
        try (ScalerSource source = TestSources.source(sources, trigger())) {
            assertThat(source.sample().value()).isEqualTo(5);
            assertThat(source.sample().value()).isEqualTo(5);
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void closing_leaves_no_thread_behind() {
        Set<Long> before = threadIds();
        answer(200, COUNTS);
        AwsSources own = TestSources.sources().build();
        try (ScalerSource source = TestSources.source(own, trigger())) {
            source.sample();
        }
        own.close();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> !before.contains(id(thread)))
                                .map(Thread::getName)
                                .filter(name -> !name.startsWith("stub-server")
                                        && !name.startsWith("HTTP-Dispatcher")
                                        && !name.startsWith("awaitility")))
                        .isEmpty());
    }

    private static Set<Long> threadIds() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(SqsFailureIT::id)
                .collect(Collectors.toSet());
    }

    @SuppressWarnings("deprecation") // its successor came with Java 19
    private static long id(Thread thread) {
        return thread.getId();
    }

    private void answer(int status, String body) {
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            respond(exchange, status, body);
        });
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void assertFails(ScalerException.Kind kind, String named) {
        try (ScalerSource source = TestSources.source(sources, trigger())) {
            assertThatThrownBy(source::sample).isInstanceOfSatisfying(ScalerException.class, e -> {
                assertThat(e.kind()).as("%s", e.getMessage()).isEqualTo(kind);
                assertThat(e.getMessage()).contains(named, "SQS", "videos", "eu-west-1");
                assertThat(e.toString()).doesNotContain(TestSources.SECRET);
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).doesNotContain(TestSources.SECRET);
            });
        }
    }

    private Trigger trigger() {
        return trigger("https://sqs.eu-west-1.amazonaws.com/123456789012/videos");
    }

    private Trigger trigger(String queue) {
        return SqsQueueTrigger.builder()
                .queueUrl(queue)
                .awsRegion("eu-west-1")
                .awsEndpoint("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
    }
}
