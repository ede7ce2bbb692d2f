// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.emulator.Request;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the Kinesis source with failures injected over a socket. */
class KinesisFailureIT {

    private static final String CALL = "Kinesis DescribeStreamSummary of orders in eu-west-1";
    private static final String ARN = "arn:aws:kinesis:eu-west-1:210987654321:stream/orders";

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

    @Test
    void a_stream_that_is_gone_is_not_found() {
        server.always(error(400, "ResourceNotFoundException"));
        assertFails(Kind.NOT_FOUND, CALL);
    }

    @Test
    void a_response_without_the_count_is_bad_data() {
        server.then(Reply.cbor(200, Map.of()), Reply.cbor(200, Map.of("StreamDescriptionSummary", Map.of())));
        assertFails(Kind.BAD_DATA, CALL + " returned no OpenShardCount");
        assertFails(Kind.BAD_DATA, CALL + " returned no OpenShardCount");
    }

    @Test
    void a_number_below_zero_is_bad_data() {
        server.always(summary(-1));
        assertFails(Kind.BAD_DATA, CALL + " returned OpenShardCount '-1', expected a whole number >= 0");
    }

    @Test
    void a_failure_is_not_kept_and_the_next_read_may_succeed() {
        server.then(error(400, "AccessDeniedException")).always(summary(4));
        try (ScalerSource source = source(trigger())) {
            Failures.assertFails(source, Kind.AUTHENTICATION, CALL);
            assertThat(source.sample().value()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_arn_is_sent_in_place_of_the_name(boolean byArn) {
        server.always(summary(4));
        KinesisStreamTrigger trigger = byArn ? trigger().streamArn(ARN) : trigger();
        try (ScalerSource source = source(trigger)) {
            assertThat(source.sample().value()).isEqualTo(4);
        }
        List<Request> requests = server.requests();
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.header("x-amz-target")).contains("Kinesis_20131202.DescribeStreamSummary");
            assertThat(request.cbor()).isEqualTo(byArn ? Map.of("StreamARN", ARN) : Map.of("StreamName", "orders"));
        });
    }

    private void assertFails(Kind kind, String words) {
        try (ScalerSource source = source(trigger())) {
            Failures.assertFails(source, kind, words);
        }
    }

    private ScalerSource source(KinesisStreamTrigger trigger) {
        return TestSources.source(sources, trigger.build());
    }

    private KinesisStreamTrigger trigger() {
        return KinesisStreamTrigger.builder()
                .streamName("orders")
                .awsRegion("eu-west-1")
                .awsEndpoint(server.endpoint().toString());
    }

    private static Reply summary(long openShards) {
        return Reply.cbor(200, Map.of("StreamDescriptionSummary", Map.of("OpenShardCount", openShards)));
    }

    private static Reply error(int status, String code) {
        return Reply.cbor(status, Map.of("__type", code, "message", "about " + TestSources.SECRET));
    }
}
