// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The reaction of a test server to one request: a response or a failure. */
@SuppressWarnings("ArrayRecordComponent") // replies are never compared
public record Reply(Manner manner, int status, Map<String, String> headers, byte[] body) {

    /** How the reply reaches the caller. */
    public enum Manner {
        /** A whole answer; the connection stays. */
        WHOLE,
        /** A whole answer, and then the connection is closed. */
        WHOLE_THEN_CLOSED,
        /** The head and half of the body, then the connection is closed. */
        CUT_HALFWAY,
        /** The body alone, as it is, without any HTTP, then the connection is closed. */
        RAW,
        /** The connection is closed without an answer. */
        CLOSED,
        /** The connection is reset (RST) without an answer. */
        RESET,
        /** No response until the client gives up or the server is closed. */
        NEVER
    }

    /** An answer of this type and text. */
    public static Reply of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of this type and content. */
    public static Reply of(int status, String contentType, byte[] body) {
        return new Reply(Manner.WHOLE, status, Map.of("Content-Type", contentType), body);
    }

    /** An answer in JSON. */
    public static Reply json(int status, String body) {
        return of(status, "application/x-amz-json-1.0", body);
    }

    /** A CBOR response, as in the Kinesis protocol. */
    public static Reply cbor(int status, Map<String, ?> body) {
        return of(status, "application/x-amz-cbor-1.1", Cbor.write(body));
    }

    /** Bytes that are no HTTP. */
    public static Reply raw(String bytes) {
        return new Reply(Manner.RAW, 0, Map.of(), bytes.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of which half of the body is sent. */
    public static Reply cutHalfway(int status, String contentType, String body) {
        return of(status, contentType, body).in(Manner.CUT_HALFWAY);
    }

    /** The connection is closed instead of an answer. */
    public static Reply closed() {
        return new Reply(Manner.CLOSED, 0, Map.of(), new byte[0]);
    }

    /** The connection is reset instead of an answer. */
    public static Reply reset() {
        return new Reply(Manner.RESET, 0, Map.of(), new byte[0]);
    }

    /** No answer, ever. */
    public static Reply never() {
        return new Reply(Manner.NEVER, 0, Map.of(), new byte[0]);
    }

    /** The same with one more header, or another value of it; the server sets none that is set here. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(manner, status, more, body);
    }

    /** The same in another manner. */
    public Reply in(Manner other) {
        return new Reply(other, status, headers, body);
    }
}
