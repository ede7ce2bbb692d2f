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
 * Stands before an API server and does to each request what a test says. Plain HTTP in front; behind it whatever the
 * API server speaks. One request for each connection, which clients put up with; watches are passed on as streams, and
 * can be closed, held back, or told that their version is gone.
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
     * @param sockets makes connections to it, with TLS where it speaks that
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

    /** Tells all watches that are open that their version is gone; clients list again. */
    public void expireWatches() {
        watches.forEach(ProxiedWatch::expire);
    }

    /** Holds back what watches bring, or lets it go on. */
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
            // one of the two is gone: so is the exchange
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What happens to a request. */
    public interface Fault {

        /** It goes on to the API server, and its answer comes back. */
        Fault NONE = Exchange::forward;

        /** The connection is cut before the API server sees the request. */
        Fault CUT_BEFORE = exchange -> {};

        /** The API server carries the request out, and the connection is cut before its answer. */
        Fault CUT_AFTER = Exchange::forwardAndForget;

        /** Does it. */
        void apply(Exchange exchange) throws IOException, InterruptedException;

        /** The API server is not asked, and this is answered. */
        static Fault answer(int status, String reason, String message) {
            return exchange -> exchange.answer(status, reason, message, 0);
        }

        /** The API server is not asked, and its want of rest is answered. */
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

        /** The create is over before its answer is sent, or the next one would seem to be beside it. */
        private void answered() {
            if (isCreate() && !answered) {
                answered = true;
                creates.decrementAndGet();
            }
        }

        /** Lets the request go on, and the answer come back. */
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

        /** Answers in the API server's place. */
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
