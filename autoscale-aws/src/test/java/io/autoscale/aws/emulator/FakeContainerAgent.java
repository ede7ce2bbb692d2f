// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A fake agent of EKS Pod Identity: returns credentials if the request contains the current content
 * of the token file. Rejects others with the statuses and the plain text of the real agent.
 */
public final class FakeContainerAgent implements AutoCloseable {

    private final Path tokenFile;
    private final Supplier<StsSession> sessions;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Queue<Reply> nextReplies = new ConcurrentLinkedQueue<>();
    private final LoopbackServer server;

    private FakeContainerAgent(Path tokenFile, Supplier<StsSession> sessions) {
        this.tokenFile = tokenFile;
        this.sessions = sessions;
        server = LoopbackServer.start("fake-container-agent", this::reply);
    }

    /** An agent that hands out these sessions, such as {@code () -> sts.issue(role, "pod")}. */
    public static FakeContainerAgent start(Path tokenFile, Supplier<StsSession> sessions) {
        return new FakeContainerAgent(tokenFile, sessions);
    }

    /** The next call fails with this status and text. */
    public FakeContainerAgent failNextCall(int status, String text) {
        return replyNext(Reply.of(status, "text/plain; charset=utf-8", text));
    }

    /** The next call gets this reply. */
    public FakeContainerAgent replyNext(Reply reply) {
        nextReplies.add(reply);
        return this;
    }

    /** The Authorization header of each call so far, empty where there was none. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /** How many calls were made. */
    public int calls() {
        return authorizations.size();
    }

    /** What AWS_CONTAINER_CREDENTIALS_FULL_URI is to be. */
    public URI credentialsUri() {
        return server.endpoint().resolve("/v1/credentials");
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply reply(Request request) {
        String authorization = request.header("authorization").orElse("");
        authorizations.add(authorization);
        Reply next = nextReplies.poll();
        if (next != null) {
            return next;
        }
        if (!request.method().equals("GET") || !request.target().equals("/v1/credentials")) {
            return Reply.of(404, "text/plain; charset=utf-8", "404 page not found\n");
        }
        if (authorization.isEmpty()) {
            return Reply.of(400, "text/plain; charset=utf-8", "Service account token cannot be empty\n");
        }
        if (!authorization.equals(token())) {
            return Reply.of(
                    400,
                    "text/plain; charset=utf-8",
                    "[fake]: (InvalidTokenException): The token is not the one that is in the file, fault: client\n");
        }
        return Reply.of(200, "application/json", sessions.get().toJson());
    }

    private String token() {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
