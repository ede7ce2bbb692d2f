// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.emulator.Request;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the SQS source with failures injected over a socket. */
class SqsFailureIT {

    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/videos";
    private static final String CALL = "SQS GetQueueAttributes of videos in eu-west-1";
    private static final Reply COUNTS = Reply.json(
            200,
            "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\",\"ApproximateNumberOfMessagesNotVisible\":\"1\"}}");

    private final FaultyServer server = FaultyServer.start();
    private final AwsSources sources =
            TestSources.impatient(TestSources.sources()).build();

    @AfterEach
    void close() {
        sources.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("io.autoscale.aws.Failures#ofAnyService")
    void a_service_error_has_a_kind_and_shows_no_secret(int status, String code, Kind kind) {
        server.always(error(status, code));
        assertFails(kind, CALL + " returned " + status + " " + code);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("io.autoscale.aws.Failures#onTheWire")
    void a_connection_without_a_response_gives_no_value(Reply reply, Kind kind) {
        server.always(reply);
        assertFails(kind, CALL);
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        server.close();
        assertFails(Kind.UNAVAILABLE, CALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})
    void a_queue_that_is_gone_is_not_found(String code) {
        server.always(error(400, code));
        assertFails(Kind.NOT_FOUND, CALL);
    }

    @Test
    void an_invalid_queue_address_is_a_configuration_error() {
        server.always(error(400, "InvalidAddress"));
        assertFails(Kind.CONFIGURATION, CALL, "InvalidAddress");
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
    void a_missing_or_nonnumeric_requested_attribute_is_bad_data(String body, String named) {
        server.always(Reply.json(200, body));
        assertFails(Kind.BAD_DATA, CALL, named);
    }

    @Test
    void a_bare_name_is_resolved_once_and_again_after_the_queue_was_not_found() {
        Reply url = Reply.json(200, "{\"QueueUrl\":\"" + URL + "\"}");
        server.then(url, COUNTS, COUNTS, error(400, "QueueDoesNotExist"), url, COUNTS);
        try (ScalerSource source = source("videos")) {
            source.sample();
            source.sample();
            assertThat(operations()).containsExactly("GetQueueUrl", "GetQueueAttributes", "GetQueueAttributes");
            Failures.assertFails(source, Kind.NOT_FOUND, CALL);
            assertThat(source.sample().value()).isEqualTo(5);
            assertThat(operations().subList(3, 6))
                    .containsExactly("GetQueueAttributes", "GetQueueUrl", "GetQueueAttributes");
        }
    }

    @Test
    void a_name_lookup_without_a_url_is_bad_data() {
        server.always(Reply.json(200, "{}"));
        try (ScalerSource source = source("videos")) {
            Failures.assertFails(source, Kind.BAD_DATA, "SQS GetQueueUrl of videos in eu-west-1 returned no QueueUrl");
        }
    }

    @Test
    void an_uncounted_attribute_can_be_missing_or_unreadable() {
        server.always(
                Reply.json(
                        200,
                        "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\",\"ApproximateNumberOfMessagesDelayed\":\"?\"}}"));
        try (ScalerSource source =
                TestSources.source(sources, trigger(URL).scaleOnInFlight(false).build())) {
            assertThat(source.sample().parts()).containsOnlyKeys("visible");
        }
    }

    @Test
    void visible_in_flight_and_delayed_are_reported_separately_whatever_counts() {
        server.always(Reply.json(
                200,
                "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\","
                        + "\"ApproximateNumberOfMessagesNotVisible\":\"2\","
                        + "\"ApproximateNumberOfMessagesDelayed\":\"1\"}}"));
        try (ScalerSource source =
                TestSources.source(sources, trigger(URL).scaleOnInFlight(false).build())) {
            assertThat(source.sample().value()).isEqualTo(4);
            assertThat(source.sample().parts()).isEqualTo(Map.of("visible", 4.0, "inFlight", 2.0, "delayed", 1.0));
        }
    }

    @Test
    void the_sdk_makes_no_more_than_the_configured_attempts() {
        server.always(error(500, "InternalFailure"));
        try (AwsSources twice = TestSources.sources().build();
                ScalerSource source = TestSources.source(twice, trigger(URL).build())) {
            Failures.assertFails(source, Kind.UNAVAILABLE, CALL);
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_sample_costs_one_request() {
        server.always(COUNTS);
        try (ScalerSource source = source(URL)) {
            assertThat(source.sample().value()).isEqualTo(5);
            assertThat(source.sample().value()).isEqualTo(5);
        }
        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    private void assertFails(Kind kind, String... words) {
        try (ScalerSource source = source(URL)) {
            Failures.assertFails(source, kind, words);
        }
    }

    private List<String> operations() {
        return server.requests().stream()
                .map(SqsFailureIT::target)
                .map(target -> target.substring(target.indexOf('.') + 1))
                .toList();
    }

    private static String target(Request request) {
        return request.header("x-amz-target").orElseThrow();
    }

    private ScalerSource source(String queue) {
        return TestSources.source(sources, trigger(queue).build());
    }

    private SqsQueueTrigger trigger(String queue) {
        return SqsQueueTrigger.builder()
                .queueUrl(queue)
                .awsRegion("eu-west-1")
                .awsEndpoint(server.endpoint().toString());
    }

    private static Reply error(int status, String code) {
        return Reply.json(
                status,
                "{\"__type\":\"com.amazonaws.sqs#" + code + "\",\"message\":\"about " + TestSources.SECRET + "\"}");
    }
}
