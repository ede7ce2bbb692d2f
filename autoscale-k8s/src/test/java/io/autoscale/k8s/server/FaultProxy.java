// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.SocketFactory;

/**
 * A proxy in front of an API server that applies a fault to each request. Clients connect with
 * plain HTTP; the proxy connects with the protocol of the API server. Each connection serves one
 * request. Watches are forwarded as streams, and can be closed, stalled, or sent an expired-version
 * event.
 */
public final class FaultProxy implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final URI target;
    private final SocketFactory sockets;
    private final ServerSocket server;
    private final ExecutorService threads;
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();
    private final Set<ProxiedWatch> watches = ConcurrentHashMap.newKeySet();
    private final AtomicInteger creates = new AtomicInteger();
    private final AtomicInteger mostCreates = new AtomicInteger();
    private volatile Function<ProxiedRequest, Fault> faults = request -> Fault.NONE;
    private volatile boolean stalled;

    /**
     * Starts a proxy.
     *
     * @param target the API server
     * @param sockets creates connections to it, with TLS if the API server requires it
     */
    public FaultProxy(URI target, SocketFactory sockets) throws IOException {
        this.target = target;
        this.sockets = sockets;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        int number = NUMBERS.incrementAndGet();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fault-proxy-" + number);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** Where clients connect to. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Sets the fault of each request; none in the beginning. */
    public void faults(Function<ProxiedRequest, Fault> byRequest) {
        this.faults = byRequest;
    }

    /** Every request so far. */
    public List<ProxiedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Forgets the requests so far. */
    public void forget() {
        requests.clear();
    }

    /** How many requests began like this, such as {@code POST /apis/batch}. */
    public long count(String start) {
        return requests.stream()
                .filter(request -> request.toString().startsWith(start))
                .count();
    }

    /** The most creates that were under way at once. */
    public int mostCreatesAtOnce() {
        return mostCreates.get();
    }

    /** How many watches are open. */
    public int openWatches() {
        return watches.size();
    }

    /** Cuts all watches that are open; clients connect again. */
    public void cutWatches() {
        watches.forEach(ProxiedWatch::cut);
    }

    /** Sends an expired-version event to all open watches; clients list again. */
    public void expireWatches() {
        watches.forEach(ProxiedWatch::expire);
    }

    /** Stalls the events of all watches, or resumes them. */
    public void stallWatches(boolean hold) {
        stalled = hold;
        watches.forEach(watch -> watch.stall(hold));
    }

    @Override
    public void close() throws IOException {
        server.close();
        stallWatches(false);
        cutWatches();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            ProxiedRequest request = ProxiedRequest.read(client.getInputStream());
            if (request == null) {
                return;
            }
            requests.add(request);
            Exchange exchange = new Exchange(client, request);
            if (exchange.isCreate()) {
                mostCreates.accumulateAndGet(creates.incrementAndGet(), Math::max);
            }
            try {
                faults.apply(request).apply(exchange);
            } finally {
                exchange.answered();
            }
        } catch (IOException e) {
            // one side has closed its connection, so the exchange has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What happens to a request. */
    public interface Fault {

        /** Forwards the request to the API server, and the response to the client. */
        Fault NONE = Exchange::forward;

        /** The connection is cut before the API server sees the request. */
        Fault CUT_BEFORE = exchange -> {};

        /** Forwards the request to the API server, and cuts the connection before the response. */
        Fault CUT_AFTER = Exchange::forwardAndForget;

        /** Applies the fault. */
        void apply(Exchange exchange) throws IOException, InterruptedException;

        /** Returns this response without calling the API server. */
        static Fault answer(int status, String reason, String message) {
            return exchange -> exchange.answer(status, reason, message, 0);
        }

        /** Returns HTTP 429 with Retry-After, without calling the API server. */
        static Fault tooManyRequests(int retryAfterSeconds) {
            return exchange -> exchange.answer(429, "TooManyRequests", "slow down", retryAfterSeconds);
        }
    }

    /** One request, and what can be done with it. */
    public final class Exchange {

        private final Socket client;
        private final ProxiedRequest request;

        private boolean answered;

        private Exchange(Socket client, ProxiedRequest request) {
            this.client = client;
            this.request = request;
        }

        private boolean isCreate() {
            return request.method().equals("POST");
        }

        /**
         * Ends the create before its response is sent; otherwise, the next create would count as
         * concurrent.
         */
        private void answered() {
            if (isCreate() && !answered) {
                answered = true;
                creates.decrementAndGet();
            }
        }

        /** Forwards the request and its response. */
        public void forward() throws IOException, InterruptedException {
            try (Socket backend = connect()) {
                backend.getOutputStream().write(request.bytes());
                backend.getOutputStream().flush();
                if (!request.isWatch()) {
                    byte[] answer = backend.getInputStream().readAllBytes();
                    answered();
                    client.getOutputStream().write(answer);
                    return;
                }
                ProxiedWatch watch = new ProxiedWatch(client, backend, request);
                watch.stall(stalled);
                watches.add(watch);
                try {
                    threads.execute(watch::pumpRequests);
                    watch.pumpEvents();
                } finally {
                    watches.remove(watch);
                }
            }
        }

        void forwardAndForget() throws IOException {
            try (Socket backend = connect()) {
                backend.getOutputStream().write(request.bytes());
                backend.getOutputStream().flush();
                backend.getInputStream().readAllBytes();
            }
        }

        /** Responds instead of the API server. */
        void answer(int status, String reason, String message, int retryAfterSeconds) throws IOException {
            client.getOutputStream().write(Answers.status(status, reason, message, retryAfterSeconds));
            client.getOutputStream().flush();
        }

        private Socket connect() throws IOException {
            int port = target.getPort() < 0 ? 443 : target.getPort();
            Socket backend = sockets.createSocket(target.getHost(), port);
            backend.setTcpNoDelay(true);
            return backend;
        }
    }
}
