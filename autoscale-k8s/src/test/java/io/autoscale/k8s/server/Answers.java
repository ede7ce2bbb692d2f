// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Responses of an API server, as bytes. */
final class Answers {

    private Answers() {}

    static byte[] status(int code, String reason, String message, int retryAfterSeconds) {
        String body = json(code, reason, message, retryAfterSeconds);
        String head = "HTTP/1.1 " + code + " " + reason + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + (retryAfterSeconds > 0 ? "Retry-After: " + retryAfterSeconds + "\r\n" : "")
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The event that reports an expired resource version to a watch, as a web socket frame or a
     * line of a stream.
     */
    static byte[] gone(boolean webSocket) {
        byte[] event = ("{\"type\":\"ERROR\",\"object\":" + json(410, "Expired", "too old resource version", 0) + "}\n")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (webSocket) {
            out.write(0x81); // a text, whole
            out.write(126);
            out.write(event.length >> 8);
            out.write(event.length & 0xff);
            out.writeBytes(event);
        } else {
            out.writeBytes((Integer.toHexString(event.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(event);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static String json(int code, String reason, String message, int retryAfterSeconds) {
        String details = retryAfterSeconds > 0 ? ",\"details\":{\"retryAfterSeconds\":" + retryAfterSeconds + "}" : "";
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"" + message
                + "\",\"reason\":\"" + reason + "\",\"code\":" + code + details + "}";
    }
}
