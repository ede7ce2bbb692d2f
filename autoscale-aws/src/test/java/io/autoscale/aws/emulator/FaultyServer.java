// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A scripted server: each request consumes the next reply. After the script, the reply set with
 * {@link #always} is used.
 */
public final class FaultyServer implements AutoCloseable {

    private final Queue<LoopbackServer.Handler> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;
    private volatile LoopbackServer.Handler otherwise =
            request -> Reply.of(501, "text/plain", "the script is at its end");

    private FaultyServer() {
        server = LoopbackServer.start("faulty-server", this::reply);
    }

    /** A server without a script. */
    public static FaultyServer start() {
        return new FaultyServer();
    }

    /** The next requests get these replies, one each. */
    public FaultyServer then(Reply... replies) {
        for (Reply reply : replies) {
            script.add(request -> reply);
        }
        return this;
    }

    /** The next request is answered by this code. */
    public FaultyServer then(LoopbackServer.Handler handler) {
        script.add(handler);
        return this;
    }

    /** Every request after the script gets this reply. */
    public FaultyServer always(Reply reply) {
        otherwise = request -> reply;
        return this;
    }

    /** Every request after the script is answered by this code. */
    public FaultyServer always(LoopbackServer.Handler handler) {
        otherwise = handler;
        return this;
    }

    /** The requests so far, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were made. */
    public int connections() {
        return server.connections();
    }

    /** Where it listens. */
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply reply(Request request) throws InterruptedException {
        requests.add(request);
        LoopbackServer.Handler next = script.poll();
        return (next == null ? otherwise : next).reply(request);
    }
}
