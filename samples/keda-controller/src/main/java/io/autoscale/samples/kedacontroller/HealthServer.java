// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.autoscale.engine.Registration;
import io.autoscale.k8s.controller.KedaController;
import io.autoscale.workload.WorkloadRef;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves the health and the metrics of the controller, and to its own host the last decisions. */
final class HealthServer implements AutoCloseable {

    private static final int THREADS = 4;
    private static final String LONGEST_SECONDS = "5";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String EXPLAIN = "/explain/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });

    /** What is answered. */
    private record Answer(int status, String text, String type) {
        Answer(int status, String text) {
            this(status, text + "\n", "text/plain; charset=utf-8");
        }
    }

    private HealthServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(threads);
    }

    /**
     * Starts a server on all interfaces.
     *
     * @param port the port; 0 for a free one
     * @param metrics returns the metrics in the text format of Prometheus
     */
    static HealthServer start(int port, KedaController controller, Supplier<String> metrics) throws IOException {
        // a client that sends half a request must not hold a thread
        System.setProperty("sun.net.httpserver.maxReqTime", LONGEST_SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", LONGEST_SECONDS);
        HealthServer health = new HealthServer(port);
        health.serve("/healthz", exchange -> alive(controller));
        health.serve(
                "/readyz",
                exchange -> controller
                        .trouble()
                        .map(trouble -> new Answer(503, trouble))
                        .orElse(new Answer(200, controller.isLeading() ? "leads" : "follows")));
        health.serve("/metrics", exchange -> new Answer(200, metrics.get(), PROMETHEUS_TEXT));
        health.serve(
                EXPLAIN,
                exchange -> exchange.getRemoteAddress().getAddress().isLoopbackAddress()
                        ? explained(controller, exchange.getRequestURI().getPath())
                        : new Answer(403, "only for the host of the controller"));
        health.server.start();
        return health;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(String path, Function<HttpExchange, Answer> answer) {
        HttpHandler handler = exchange -> {
            try (exchange) {
                Answer given = answer.apply(exchange);
                byte[] body = given.text().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", given.type());
                exchange.sendResponseHeaders(given.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        };
        server.createContext(path, handler);
    }

    /** A restart helps only if rounds are not scheduled any more. */
    private static Answer alive(KedaController controller) {
        return controller.registrations().stream()
                .filter(registration -> !registration.health().ticking())
                .findFirst()
                .map(stuck -> new Answer(500, stuck.scaledJob().ref() + ": no round is scheduled"))
                .orElse(new Answer(200, "ok"));
    }

    private static Answer explained(KedaController controller, String path) {
        String name = path.substring(EXPLAIN.length());
        Optional<Registration> found = controller.registrations().stream()
                .filter(registration ->
                        registration.scaledJob().ref().toString().equals(name))
                .findFirst();
        return found.map(registration -> new Answer(200, explanation(registration)))
                .orElseGet(() -> new Answer(
                        404,
                        controller.isLeading()
                                ? "ScaledJob " + name + " is not scaled; see the condition Ready in its status"
                                : "this replica does not lead; ask the one that holds the Lease"));
    }

    private static String explanation(Registration registration) {
        WorkloadRef ref = registration.scaledJob().ref();
        StringBuilder text = new StringBuilder();
        registration
                .decisions()
                .forEach(decision -> text.append(decision.startedAt())
                        .append(' ')
                        .append(decision.sentence())
                        .append('\n'));
        return text.isEmpty()
                ? ref + ": no round yet"
                : text.append(registration.isPaused() ? "scaling is paused" : "scaling is not paused")
                        .toString();
    }
}
