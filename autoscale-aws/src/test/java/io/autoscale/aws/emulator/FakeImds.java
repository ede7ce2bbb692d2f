// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fake instance metadata service that returns nothing and counts the requests. */
public final class FakeImds implements AutoCloseable {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final LoopbackServer server = LoopbackServer.start("fake-imds", request -> {
        requests.add(request.method() + " " + request.target());
        return Reply.of(404, "text/plain", "");
    });

    private FakeImds() {}

    /** A trap that listens. */
    public static FakeImds start() {
        return new FakeImds();
    }

    /** The requests received, such as "GET /latest/…". */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were made, with a request or without. */
    public int contacts() {
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
}
