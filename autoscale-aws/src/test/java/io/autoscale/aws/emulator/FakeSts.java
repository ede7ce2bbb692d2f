// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fake STS over a socket in its own protocol. Rejects unknown and expired keys, roles whose trust
 * policy does not allow the caller or requires another external id, and web identities that are
 * invalid, expired or not allowed. Signatures are not verified: see {@link #failNextCall}.
 */
public final class FakeSts implements AutoCloseable {

    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);
    private static final Duration DEFAULT_SESSION = Duration.ofHours(1);

    private final Map<String, StsPrincipal> principals = new ConcurrentHashMap<>();
    private final Map<String, StsRole> roles = new ConcurrentHashMap<>();
    private final Map<String, Instant> webIdentities = new ConcurrentHashMap<>();
    private final List<StsCall> calls = new CopyOnWriteArrayList<>();
    private final Queue<Reply> nextReplies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final InstantSource clock;
    private final LoopbackServer server;
    private volatile Duration lifetime;
    private volatile Duration skew;

    private FakeSts(InstantSource clock) {
        this.clock = clock;
        server = LoopbackServer.start("fake-sts", this::reply);
    }

    /** A fake by the wall clock. */
    public static FakeSts start() {
        return start(InstantSource.system());
    }

    /** A fake whose sessions and web identities expire by this clock. */
    public static FakeSts start(InstantSource clock) {
        return new FakeSts(clock);
    }

    /** Returns a long-term access key of this principal. */
    public FakeSts principal(String accessKeyId, String arn) {
        principals.put(accessKeyId, new StsPrincipal(arn, null));
        return this;
    }

    /**
     * Returns the role with this ARN; creates it if it does not exist. A new role cannot be assumed
     * by anyone.
     */
    public StsRole role(String arn) {
        return roles.computeIfAbsent(arn, StsRole::new);
    }

    /**
     * Returns a web identity token that is valid until this instant. Roles must allow it
     * explicitly.
     */
    public FakeSts webIdentity(String token, Instant expiration) {
        webIdentities.put(token, expiration);
        return this;
    }

    /** From now on, sessions live so long, whatever is asked for. */
    public FakeSts sessionsLive(Duration duration) {
        lifetime = duration;
        return this;
    }

    /** Sets how far the clock for responses and signature checks is ahead of the system clock. */
    public FakeSts clockSkew(Duration ahead) {
        skew = ahead;
        return this;
    }

    /** The next call fails, such as 503 "ServiceUnavailable", 400 "Throttling", 403 "SignatureDoesNotMatch". */
    public FakeSts failNextCall(int status, String code, String message) {
        return replyNext(error(status, code, message));
    }

    /** The next call gets this reply. */
    public FakeSts replyNext(Reply reply) {
        nextReplies.add(reply);
        return this;
    }

    /** A session of this role without a call, as the node or the pod identity agent would get it. */
    public StsSession issue(String roleArn, String sessionName) {
        return issue(roleArn, sessionName, DEFAULT_SESSION);
    }

    /** The ARN of the principal of a key that is known and has not expired. */
    public Optional<String> principalOf(String accessKeyId) {
        return Optional.ofNullable(principals.get(accessKeyId))
                .filter(principal -> !expired(principal))
                .map(StsPrincipal::arn);
    }

    /** Removes a key, as if it had been deleted or its session revoked. */
    public FakeSts revoke(String accessKeyId) {
        principals.remove(accessKeyId);
        return this;
    }

    /** The calls so far, in order. */
    public List<StsCall> calls() {
        return List.copyOf(calls);
    }

    /** The names of the operations so far, in order. */
    public List<String> operations() {
        return calls.stream().map(StsCall::operation).toList();
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

    /** Returns the principal that signed the request, or an error; also used by the other fakes. */
    StsPrincipal authenticate(Request request) {
        String key = request.accessKeyId()
                .orElseThrow(() ->
                        new AwsRefusal(403, "MissingAuthenticationToken", "Request is missing Authentication Token"));
        StsPrincipal principal = principals.get(key);
        String token = principal == null || principal.session() == null
                ? null
                : principal.session().token();
        if (principal == null || !Optional.ofNullable(token).equals(request.sessionToken())) {
            throw new AwsRefusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
        if (expired(principal)) {
            throw new AwsRefusal(403, "ExpiredToken", "The security token included in the request is expired");
        }
        return principal;
    }

    private Reply reply(Request request) throws InterruptedException {
        StsCall call = StsCall.of(request);
        calls.add(call);
        Reply next = nextReplies.poll();
        if (next != null) {
            return dated(next);
        }
        try {
            if (call.roleArn().isPresent() && roles.containsKey(call.roleArn().get())) {
                roles.get(call.roleArn().get()).pass();
            }
            checkSkew(request);
            return dated(answer(
                    call.operation(),
                    switch (call.operation()) {
                        case "GetCallerIdentity" -> callerIdentity(authenticate(request));
                        case "AssumeRole" -> assumeRole(authenticate(request), call);
                        case "AssumeRoleWithWebIdentity" -> assumeRoleWithWebIdentity(call);
                        default ->
                            throw new AwsRefusal(400, "InvalidAction", "Could not find operation " + call.operation());
                    }));
        } catch (AwsRefusal e) {
            return dated(error(e.status(), e.code(), e.getMessage()));
        }
    }

    private static String callerIdentity(StsPrincipal caller) {
        return "<Arn>" + caller.arn() + "</Arn><UserId>AIDAFAKE</UserId><Account>" + caller.account() + "</Account>";
    }

    private String assumeRole(StsPrincipal caller, StsCall call) {
        String arn = call.roleArn().orElse("");
        Duration duration = StsRules.duration(call, caller.session() != null, roles.get(arn));
        StsRole role = roles.get(arn);
        if (role == null || !role.admits(caller, call.externalId().orElse(null))) {
            throw StsRules.denied(caller, "sts:AssumeRole", arn);
        }
        if (role.tagsRefused() && !call.tags().isEmpty()) {
            throw StsRules.denied(caller, "sts:TagSession", arn);
        }
        return StsRules.credentials(issue(arn, call.sessionName().orElseThrow(), duration));
    }

    private String assumeRoleWithWebIdentity(StsCall call) {
        String token = call.webIdentityToken().orElse("");
        String arn = call.roleArn().orElse("");
        Duration duration = StsRules.duration(call, false, roles.get(arn));
        Instant expiration = webIdentities.get(token);
        if (expiration == null) {
            throw new AwsRefusal(
                    400,
                    "InvalidIdentityToken",
                    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        }
        if (!clock.instant().isBefore(expiration)) {
            throw new AwsRefusal(
                    400,
                    "ExpiredTokenException",
                    "Token expired: current date/time " + clock.instant().getEpochSecond()
                            + " must be before the expiration date/time " + expiration.getEpochSecond());
        }
        StsRole role = roles.get(arn);
        if (role == null || !role.admitsWebIdentity(token)) {
            throw new AwsRefusal(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        }
        return StsRules.credentials(issue(arn, call.sessionName().orElseThrow(), duration));
    }

    private StsSession issue(String roleArn, String sessionName, Duration duration) {
        int number = issued.incrementAndGet();
        Duration life = lifetime == null ? duration : lifetime;
        String principal = roleArn.replace(":iam:", ":sts:").replaceFirst(":role/(?:.*/)?([^/]+)$", ":assumed-role/$1/")
                + sessionName;
        StsSession session = new StsSession(
                principal,
                roleArn,
                String.format("ASIAFAKE%012d", number),
                "fake-secret-" + number,
                "fake-session-token-" + number,
                Instant.ofEpochSecond(clock.instant().plus(life).getEpochSecond()));
        principals.put(session.accessKeyId(), new StsPrincipal(principal, session));
        return session;
    }

    private boolean expired(StsPrincipal principal) {
        return principal.session() != null
                && !clock.instant().isBefore(principal.session().expiration());
    }

    private void checkSkew(Request request) {
        if (skew != null && request.header("x-amz-date").isPresent()) {
            String signed = request.header("x-amz-date").get();
            Instant now = InstantSource.system().instant().plus(skew);
            Duration off = Duration.between(AMZ_DATE.parse(signed, Instant::from), now);
            if (off.abs().compareTo(SHORTEST_SESSION) > 0) {
                throw new AwsRefusal(
                        403,
                        "SignatureDoesNotMatch",
                        "Signature " + (off.isNegative() ? "not yet current: " : "expired: ") + signed + " is now "
                                + (off.isNegative() ? "later" : "earlier") + " than " + AMZ_DATE.format(now));
            }
        }
    }

    private Reply dated(Reply reply) {
        return skew == null || reply.headers().containsKey("Date")
                ? reply
                : reply.with(
                        "Date",
                        LoopbackServer.httpDate(InstantSource.system().instant().plus(skew)));
    }

    private static Reply answer(String operation, String result) {
        return xml(
                200,
                "<" + operation + "Response xmlns=\"" + NAMESPACE + "\"><" + operation + "Result>" + result + "</"
                        + operation + "Result><ResponseMetadata><RequestId>fake</RequestId></ResponseMetadata></"
                        + operation + "Response>");
    }

    private static Reply error(int status, String code, String message) {
        return xml(
                status,
                "<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error><Type>" + (status < 500 ? "Sender" : "Receiver")
                        + "</Type><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error><RequestId>fake</RequestId></ErrorResponse>");
    }

    private static Reply xml(int status, String body) {
        return Reply.of(status, "text/xml", body);
    }
}
