// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.emulator.StreamOfShards;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the DynamoDB and DynamoDB Streams sources with a failure of each of their calls, over a
 * socket.
 */
class DynamoDbFailureIT {

    private static final String HTML = "<html>welcome to the captive portal, " + TestSources.SECRET + "</html>";

    private final FaultyServer server = FaultyServer.start();
    private final AwsSources sources =
            TestSources.impatient(TestSources.sources()).build();

    /** A call that may fail. */
    enum Call {
        QUERY(
                "DynamoDB Query",
                "{\"Count\":3,\"ScannedCount\":3,\"LastEvaluatedKey\":{\"p\":{\"S\":\"a\"}}}",
                "{\"Count\":4}"),
        TABLE("DynamoDB DescribeTable", "", ""),
        STREAM(
                "DynamoDB Streams DescribeStream",
                "{\"StreamDescription\":{\"Shards\":[{},{},{}],\"LastEvaluatedShardId\":\"shard-3\"}}",
                "{\"StreamDescription\":{\"Shards\":[{},{},{},{}]}}");

        private final String title;
        private final String threeAndMore;
        private final String four;

        Call(String title, String threeAndMore, String four) {
            this.title = title;
            this.threeAndMore = threeAndMore;
            this.four = four;
        }
    }

    static Stream<Arguments> faultsOfCalls() {
        return faultsOf(EnumSet.allOf(Call.class));
    }

    static Stream<Arguments> faultsOfPages() {
        return faultsOf(EnumSet.of(Call.QUERY, Call.STREAM));
    }

    private static Stream<Arguments> faultsOf(Set<Call> calls) {
        return calls.stream().flatMap(call -> faults().map(fault -> arguments(call, fault.reply, fault.kind)));
    }

    private record Fault(Reply reply, Kind kind) {}

    private static Stream<Fault> faults() {
        return Stream.of(
                new Fault(error(400, "ProvisionedThroughputExceededException"), Kind.THROTTLED),
                new Fault(error(400, "ThrottlingException"), Kind.THROTTLED),
                new Fault(error(400, "RequestLimitExceeded"), Kind.THROTTLED),
                new Fault(error(400, "LimitExceededException"), Kind.THROTTLED),
                new Fault(error(400, "ExpiredTokenException"), Kind.AUTHENTICATION),
                new Fault(error(400, "UnrecognizedClientException"), Kind.AUTHENTICATION),
                new Fault(error(400, "InvalidSignatureException"), Kind.AUTHENTICATION),
                new Fault(error(400, "IncompleteSignatureException"), Kind.AUTHENTICATION),
                new Fault(error(400, "MissingAuthenticationTokenException"), Kind.AUTHENTICATION),
                new Fault(error(400, "AccessDeniedException"), Kind.AUTHENTICATION),
                new Fault(error(403, "SomethingNew"), Kind.AUTHENTICATION),
                new Fault(error(400, "ResourceNotFoundException"), Kind.NOT_FOUND),
                new Fault(error(400, "ValidationException"), Kind.CONFIGURATION),
                new Fault(error(500, "InternalServerError"), Kind.UNAVAILABLE),
                new Fault(error(503, "ServiceUnavailable"), Kind.UNAVAILABLE),
                new Fault(Reply.of(502, "text/html", HTML), Kind.UNAVAILABLE),
                new Fault(Reply.of(200, "text/html", HTML), Kind.BAD_DATA),
                new Fault(Reply.json(200, "{}"), Kind.BAD_DATA),
                new Fault(Reply.json(200, ""), Kind.BAD_DATA),
                new Fault(Reply.json(200, "[" + TestSources.SECRET), Kind.BAD_DATA),
                new Fault(Reply.json(200, "{\"Count\":\"many\",\"Table\":7,\"StreamDescription\":[]}"), Kind.BAD_DATA),
                new Fault(Reply.json(200, "{\"Count\":-1,\"Table\":null,\"StreamDescription\":{}}"), Kind.BAD_DATA),
                new Fault(Reply.json(200, "{\"Count\":1}").with("x-amz-crc32", "1"), Kind.UNAVAILABLE),
                new Fault(Reply.raw(HTML), Kind.UNAVAILABLE),
                new Fault(
                        Reply.cutHalfway(200, "application/x-amz-json-1.0", "{\"Count\":12345678}"), Kind.UNAVAILABLE),
                new Fault(Reply.closed(), Kind.UNAVAILABLE),
                new Fault(Reply.reset(), Kind.UNAVAILABLE),
                new Fault(Reply.never(), Kind.UNAVAILABLE));
    }

    @AfterEach
    void close() {
        sources.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("faultsOfCalls")
    void a_failure_has_a_kind_and_shows_no_secret(Call call, Reply fault, Kind kind) {
        try (ScalerSource source = TestSources.source(sources, trigger(call))) {
            leadTo(call);
            server.always(fault);
            assertFails(source, call, kind);
        }
    }

    @ParameterizedTest
    @MethodSource("faultsOfPages")
    void a_failed_page_fails_the_read_and_the_next_read_starts_over(Call call, Reply fault, Kind kind) {
        try (ScalerSource source = TestSources.source(sources, trigger(call))) {
            leadTo(call);
            server.then(page(call.threeAndMore), fault);
            assertFails(source, call, kind);
            if (kind == Kind.NOT_FOUND) {
                leadTo(call);
            }
            server.then(page(call.threeAndMore), page(call.four));
            assertThat(source.sample().value()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUERY", "STREAM"})
    void a_page_that_the_sdk_asks_for_twice_counts_once(Call call) {
        leadTo(call);
        server.then(page(call.threeAndMore), error(500, "InternalServerError"), page(call.four));
        try (AwsSources twice = TestSources.sources().build();
                ScalerSource source = TestSources.source(twice, trigger(call))) {
            assertThat(source.sample().value()).isEqualTo(7);
        }
    }

    private void leadTo(Call call) {
        if (call == Call.STREAM) {
            server.then(StreamOfShards.table("first"));
        }
    }

    private static void assertFails(ScalerSource source, Call call, Kind kind) {
        assertThatThrownBy(source::sample).isInstanceOfSatisfying(ScalerException.class, e -> {
            assertThat(e.kind()).as("%s", e.getMessage()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(call.title + " of videos in eu-west-1");
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(TestSources.SECRET);
        });
    }

    private static Reply page(String body) {
        return Reply.json(200, body);
    }

    private static Reply error(int status, String code) {
        return Reply.json(
                status,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"about "
                        + TestSources.SECRET + "\"}");
    }

    private Trigger trigger(Call call) {
        return call == Call.QUERY
                ? DynamoDbTrigger.builder()
                        .tableName("videos")
                        .keyConditionExpression("p = :p")
                        .expressionAttributeValues("{\":p\": {\"S\": \"a\"}}")
                        .targetValue(1)
                        .awsRegion("eu-west-1")
                        .awsEndpoint(server.endpoint().toString())
                        .build()
                : DynamoDbStreamsTrigger.builder()
                        .tableName("videos")
                        .awsRegion("eu-west-1")
                        .awsEndpoint(server.endpoint().toString())
                        .build();
    }
}
