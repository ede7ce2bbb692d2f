// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as received by a test server; header names are in lower case. */
@SuppressWarnings("ArrayRecordComponent") // requests are never compared
public record Request(int connection, String method, String target, Map<String, String> headers, byte[] body) {

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The access key id that signed the request, if it is signed. */
    public Optional<String> accessKeyId() {
        Matcher matcher = CREDENTIAL.matcher(header("authorization").orElse(""));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The session token the request carries. */
    public Optional<String> sessionToken() {
        return header("x-amz-security-token");
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a map in CBOR. */
    public Map<String, Object> cbor() {
        return Cbor.read(body);
    }

    /** The body as the fields of a form. */
    public Map<String, String> form() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text().split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }
}
