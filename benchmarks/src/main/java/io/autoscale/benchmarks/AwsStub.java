// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A fake AWS on a free loopback port: responds immediately, with constant values, and counts the
 * calls. Has a {@code main} method so that its CPU can be measured in another process.
 */
final class AwsStub implements AutoCloseable {

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final LongAdder metrics = new LongAdder();
    private final Set<Integer> reads = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "aws-stub");
        thread.setDaemon(true);
        return thread;
    });

    private AwsStub() throws IOException {
        listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    /**
     * Prints its address to standard output, and ends when standard input is closed, that is, with
     * its parent.
     *
     * @param arguments none
     * @throws IOException when it cannot listen
     */
    @SuppressWarnings("SystemOut") // the parent reads it there
    public static void main(String[] arguments) throws IOException {
        try (AwsStub stub = start()) {
            System.out.println(stub.endpoint());
            while (System.in.read() >= 0) {
                // no data is sent to it
            }
        }
    }

    static AwsStub start() {
        try {
            AwsStub stub = new AwsStub();
            stub.threads.execute(stub::accept);
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** The calls so far, by operation. */
    Map<String, Long> calls() {
        Map<String, Long> copy = new TreeMap<>();
        calls.forEach((operation, count) -> copy.put(operation, count.sum()));
        return copy;
    }

    /** The queries so far in calls of GetMetricData, each of which is paid for. */
    long metrics() {
        return metrics.sum();
    }

    /** How many different calls of GetQueueAttributes were received, and so how many queues were read. */
    int queuesRead() {
        return reads.size();
    }

    void forgetReads() {
        reads.clear();
    }

    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(AwsStub::closeQuietly);
        threads.shutdownNow();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String request = line(in); request != null; request = line(in)) {
                Map<String, String> headers = headers(in);
                if (headers.containsKey("expect")) {
                    socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                // one write, and so one packet
                socket.getOutputStream().write(answer(request, headers, body));
            }
        } catch (IOException e) {
            // the client has disconnected, or the stub is being closed
        } finally {
            open.remove(socket);
        }
    }

    private byte[] answer(String request, Map<String, String> headers, byte[] body) throws IOException {
        AwsStubAnswers.Answer answer = AwsStubAnswers.to(operation(request, headers), body);
        calls.computeIfAbsent(answer.operation(), name -> new LongAdder()).increment();
        metrics.add(answer.metrics());
        if (answer.operation().equals("GetQueueAttributes")) {
            reads.add(Arrays.hashCode(body));
        }
        String head = "HTTP/1.1 " + answer.status() + " Status\r\nContent-Type: " + answer.contentType()
                + "\r\nx-amzn-RequestId: 00000000-0000-0000-0000-000000000000\r\nContent-Length: "
                + answer.body().length + "\r\nsmithy-protocol: rpc-v2-cbor\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + answer.body().length);
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(answer.body());
        return whole.toByteArray();
    }

    /** The operation: what follows the dot of the target header, or the last part of the path. */
    private static String operation(String request, Map<String, String> headers) {
        String target = headers.get("x-amz-target");
        if (target != null) {
            return target.substring(target.indexOf('.') + 1);
        }
        String path = request.split(" ", -1)[1];
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
            if (line == null) {
                throw new EOFException();
            }
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return headers;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // the socket is being discarded
        }
    }
}
