// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stands before an API server, and does to a request what a test says. It knows no watch. */
final class FaultyProxy implements AutoCloseable {

    /** What happens to a request. */
    interface Fault {

        /** Goes on to the API server, and its answer comes back. */
        Fault NONE = (proxy, exchange, body) -> proxy.forward(exchange, body);

        /** The connection is cut before the API server sees the request. */
        Fault CUT_BEFORE = (proxy, exchange, body) -> exchange.close();

        /** The API server carries the request out, and the connection is cut before its answer. */
        Fault CUT_AFTER = (proxy, exchange, body) -> {
            proxy.send(exchange, body);
            exchange.close();
        };

        void apply(FaultyProxy proxy, HttpExchange exchange, byte[] body) throws IOException, InterruptedException;

        /** The API server is not asked, and this is answered. */
        static Fault answer(int status, String reason, String message) {
            return (proxy, exchange, body) -> proxy.reply(
                    exchange, status, """
                    {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","reason":"%s","code":%d}
                    """.formatted(message, reason, status).getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpServer server;
    private final URI target;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private volatile Function<String, Fault> faults = request -> Fault.NONE;

    FaultyProxy(URI target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Sets the fault of each request, given as {@code METHOD path}. */
    void faults(Function<String, Fault> byRequest) {
        this.faults = byRequest;
    }

    long count(String method) {
        return requests.stream().filter(request -> request.startsWith(method)).count();
    }

    int mostCreatesAtOnce() {
        return mostUnderWay.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        boolean create = request.startsWith("POST");
        if (create) {
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        }
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            faults.apply(request).apply(this, exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        } finally {
            if (create) {
                underWay.decrementAndGet();
            }
        }
    }

    private HttpResponse<byte[]> send(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        HttpRequest request = HttpRequest.newBuilder(
                        target.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", type == null ? "application/json" : type)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(exchange, body);
        reply(exchange, answer.statusCode(), answer.body());
    }

    private void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
