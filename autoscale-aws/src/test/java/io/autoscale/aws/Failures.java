// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.emulator.Reply;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** Failures that are common to all services, with the expected error kind of a source. */
final class Failures {

    private Failures() {}

    /** Status, error code, and the expected error kind. */
    static Stream<Arguments> ofAnyService() {
        return Stream.of(
                Arguments.of(400, "ThrottlingException", Kind.THROTTLED),
                Arguments.of(400, "Throttling", Kind.THROTTLED),
                Arguments.of(400, "RequestThrottled", Kind.THROTTLED),
                Arguments.of(400, "LimitExceededException", Kind.THROTTLED),
                Arguments.of(429, "TooManyRequestsException", Kind.THROTTLED),
                Arguments.of(400, "AccessDeniedException", Kind.AUTHENTICATION),
                Arguments.of(403, "AccessDenied", Kind.AUTHENTICATION),
                Arguments.of(403, "InvalidClientTokenId", Kind.AUTHENTICATION),
                Arguments.of(403, "SignatureDoesNotMatch", Kind.AUTHENTICATION),
                Arguments.of(403, "AnythingElse", Kind.AUTHENTICATION),
                Arguments.of(400, "ExpiredToken", Kind.AUTHENTICATION),
                Arguments.of(400, "ExpiredTokenException", Kind.AUTHENTICATION),
                Arguments.of(400, "UnrecognizedClientException", Kind.AUTHENTICATION),
                Arguments.of(500, "InternalFailure", Kind.UNAVAILABLE),
                Arguments.of(502, "BadGateway", Kind.UNAVAILABLE),
                Arguments.of(503, "ServiceUnavailable", Kind.UNAVAILABLE),
                Arguments.of(400, "ValidationException", Kind.CONFIGURATION));
    }

    /** Invalid responses on the wire, and the expected error kind. */
    static Stream<Arguments> onTheWire() {
        String page = "<html>welcome to the captive portal, " + TestSources.SECRET + "</html>";
        return Stream.of(
                Arguments.of(Named.of("a page of HTML", Reply.of(200, "text/html", page)), Kind.BAD_DATA),
                Arguments.of(
                        Named.of("a page of HTML and an error", Reply.of(502, "text/html", page)), Kind.UNAVAILABLE),
                Arguments.of(Named.of("no HTTP at all", Reply.raw("220 mail.example ESMTP\r\n")), Kind.UNAVAILABLE),
                Arguments.of(
                        Named.of("half an answer", Reply.cutHalfway(200, "application/json", "{\"Attributes\":{\"A")),
                        Kind.UNAVAILABLE),
                Arguments.of(Named.of("a closed connection", Reply.closed()), Kind.UNAVAILABLE),
                Arguments.of(Named.of("a reset connection", Reply.reset()), Kind.UNAVAILABLE),
                Arguments.of(Named.of("silence", Reply.never()), Kind.UNAVAILABLE));
    }

    /**
     * Reads, and verifies that the failure has this kind, contains these words, and does not
     * contain the planted secret.
     */
    static void assertFails(ScalerSource source, Kind kind, String... words) {
        ScalerException failure = Roles.failure(source);
        assertThat(failure.kind()).as("%s", failure.getMessage()).isEqualTo(kind);
        assertThat(failure.getMessage()).contains(words);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(TestSources.SECRET);
    }
}
