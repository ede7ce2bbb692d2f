// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/**
 * A small HTTP/1.1 server on a free loopback port that can also send invalid responses. Its threads
 * are named after it, one per connection, and end with {@link #close()}.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final Handler handler;
    private final ServerSocket listening;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean closed;

    private LoopbackServer(String name, Handler handler) {
        this.handler = handler;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            listening = new ServerSocket(0, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers one request; it may block, and is interrupted when the server is closed. */
    @FunctionalInterface
    public interface Handler {
        /** The reply to the request. */
        Reply reply(Request request) throws InterruptedException;
    }

    /** A server that listens. */
    public static LoopbackServer start(String name, Handler handler) {
        LoopbackServer server = new LoopbackServer(name, handler);
        server.threads.execute(server::accept);
        return server;
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** How many connections were made to it. */
    public int connections() {
        return connections.get();
    }

    /** An instant as HTTP writes it. */
    public static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(listening);
        open.forEach(LoopbackServer::closeQuietly);
        threads.shutdownNow();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listening.accept();
                int connection = connections.incrementAndGet();
                open.add(socket);
                threads.execute(() -> serve(socket, connection));
            } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
                closed = true;
            }
        }
        open.forEach(LoopbackServer::closeQuietly);
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean goOn = true;
            while (goOn && !closed) {
                Request request = read(in, socket.getOutputStream(), connection);
                goOn = request != null && send(socket, in, handler.reply(request));
            }
        } catch (IOException e) {
            // the client has disconnected, or the server is being closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static boolean send(Socket socket, InputStream in, Reply reply) throws IOException {
        OutputStream out = socket.getOutputStream();
        switch (reply.manner()) {
            case WHOLE, WHOLE_THEN_CLOSED, CUT_HALFWAY -> {
                byte[] body = reply.body();
                boolean cut = reply.manner() == Reply.Manner.CUT_HALFWAY;
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                whole.writeBytes(head(reply));
                whole.writeBytes(cut ? Arrays.copyOf(body, body.length / 2) : body);
                whole.writeTo(out);
                out.flush();
            }
            case RAW -> {
                out.write(reply.body());
                out.flush();
            }
            case RESET -> socket.setSoLinger(true, 0);
            case NEVER -> in.readAllBytes();
            case CLOSED -> {}
        }
        return reply.manner() == Reply.Manner.WHOLE;
    }

    private static byte[] head(Reply reply) {
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.putIfAbsent("Date", httpDate(InstantSource.system().instant()));
        headers.putIfAbsent("Content-Length", Integer.toString(reply.body().length));
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Status\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The next request, null when the caller has closed the connection. */
    private static Request read(InputStream in, OutputStream out, int connection) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        byte[] body = headers.containsKey("transfer-encoding")
                ? chunks(in)
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        if ("gzip".equals(headers.get("content-encoding"))) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        String[] words = first.split(" ", -1);
        return new Request(connection, words[0], words[1], Map.copyOf(headers), body);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new EOFException();
            }
            int length = Integer.parseInt(size.trim(), 16);
            body.writeBytes(in.readNBytes(length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // the socket is being discarded
        }
    }
}
