// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Records the reports of encoders over HTTP: {@code POST /create/count} for a processed message,
 * {@code POST /kill/count} for an encoder that was stopped early, {@code GET /get/count} for the
 * list of both. An optional body contains the id of the message.
 */
final class ResultAnalyzer implements AutoCloseable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final HttpServer server;
    private final ExecutorService threads;
    private final InstantSource clock;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> processedById = new TreeMap<>();
    private int processed;
    private int killed;

    ResultAnalyzer(int port, InstantSource clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("port " + port + " cannot be opened", e);
        }
        threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "result-analyzer");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/create/count", exchange -> answer(exchange, "POST", this::processed));
        server.createContext("/kill/count", exchange -> answer(exchange, "POST", id -> killed()));
        server.createContext("/get/count", exchange -> answer(exchange, "GET", id -> json()));
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized int processedCount() {
        return processed;
    }

    synchronized int killedCount() {
        return killed;
    }

    /** How often each message was reported as processed, for those reported with an id. */
    synchronized Map<String, Integer> processedById() {
        return Map.copyOf(processedById);
    }

    synchronized String json() {
        return lines.stream().map(line -> "  \"" + line + "\"").collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized String processed(String id) {
        processed++;
        if (!id.isBlank()) {
            processedById.merge(id, 1, Integer::sum);
        }
        return note("processed count " + processed);
    }

    private synchronized String killed() {
        killed++;
        return note("kill count " + killed);
    }

    private String note(String what) {
        String line = TIME.format(clock.instant()) + " - " + what;
        lines.add(line);
        return "\"" + line + "\"";
    }

    private interface Reply {
        String to(String body);
    }

    private static void answer(HttpExchange exchange, String method, Reply reply) throws IOException {
        try (exchange) {
            boolean allowed = exchange.getRequestMethod().equals(method);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] text = allowed
                    ? reply.to(body).getBytes(StandardCharsets.UTF_8)
                    : ("\"use " + method + "\"").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(allowed ? 200 : 405, text.length);
            exchange.getResponseBody().write(text);
        }
    }
}
