// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One HTTP request as it was read, with its body. */
public final class ProxiedRequest {

    private final String method;
    private final String path;
    private final List<String> headers;
    private final byte[] body;

    private ProxiedRequest(String method, String path, List<String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
    }

    /** Reads a request; null where the connection ends without one. */
    static @Nullable ProxiedRequest read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        String[] start = line.split(" ", 3);
        List<String> headers = new ArrayList<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            headers.add(header);
        }
        byte[] body;
        if (value(headers, "transfer-encoding").equalsIgnoreCase("chunked")) {
            body = chunks(in);
            headers.removeIf(header -> header.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:"));
            headers.add("Content-Length: " + body.length);
        } else {
            String length = value(headers, "content-length");
            body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        }
        return new ProxiedRequest(start[0], start[1], headers, body);
    }

    /** The method, such as {@code GET}. */
    public String method() {
        return method;
    }

    /** The path with its query. */
    public String path() {
        return path;
    }

    /** Whether it is a watch. */
    public boolean isWatch() {
        return path.contains("watch=true") || isWebSocket();
    }

    /** Whether it is a LIST or GET of objects, and no watch. */
    public boolean isRead() {
        return method.equals("GET") && !isWatch();
    }

    /** Whether it changes something. */
    public boolean isWrite() {
        return !method.equals("GET");
    }

    boolean isWebSocket() {
        return value(headers, "upgrade").equalsIgnoreCase("websocket");
    }

    /**
     * Returns the bytes to forward. The connection ends with the response, except for web sockets.
     */
    byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        boolean webSocket = isWebSocket();
        for (String header : headers) {
            boolean hopByHop = header.toLowerCase(Locale.ROOT).startsWith("connection:");
            if (webSocket || !hopByHop) {
                head.append(header).append("\r\n");
            }
        }
        if (!webSocket) {
            head.append("Connection: close\r\n");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Returns method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    private static String value(List<String> headers, String name) {
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(header -> header.substring(name.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in).trim(), 16); size > 0; size = Integer.parseInt(line(in).trim(), 16)) {
            all.writeBytes(in.readNBytes(size));
            line(in);
        }
        line(in);
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
