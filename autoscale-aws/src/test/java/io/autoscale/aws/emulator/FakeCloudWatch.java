// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Implements CloudWatch's GetMetricData and PutMetricData over a socket in the SDK's protocol,
 * rpc-v2-cbor, with paging, a status for each query, errors of the whole call, and a record of the
 * calls.
 */
public final class FakeCloudWatch implements AutoCloseable {

    private final CloudWatchMetrics metrics = new CloudWatchMetrics();
    private final Map<String, NavigableMap<Instant, Double>> cannedExpressions = new ConcurrentHashMap<>();
    private static final String REFUSED = "Refused";

    private final List<FailedQuery> failedQueries = new CopyOnWriteArrayList<>();
    private final Queue<Reply> nextReplies = new ConcurrentLinkedQueue<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final LoopbackServer server;
    private volatile int pageSize = 100_800;
    private volatile boolean emptyFirstPage;
    private volatile FakeSts sts;

    private FakeCloudWatch(InstantSource clock) {
        this.clock = clock;
        server = LoopbackServer.start("fake-cloudwatch", this::reply);
    }

    /** A call as it came in. */
    public record Call(
            String operation,
            List<CloudWatchQuery> queries,
            Instant start,
            Instant end,
            String scanBy,
            Optional<String> nextToken,
            Optional<String> accessKeyId) {

        /** From start to end. */
        public Duration window() {
            return Duration.between(start, end);
        }
    }

    private record FailedQuery(Predicate<CloudWatchQuery> which, String status, String message) {}

    /** Creates a fake with the system clock, which determines the rounding of start times. */
    public static FakeCloudWatch start() {
        return start(InstantSource.system());
    }

    /** A fake by this clock. */
    public static FakeCloudWatch start(InstantSource clock) {
        return new FakeCloudWatch(clock);
    }

    /** One datapoint without a unit. */
    public FakeCloudWatch put(CloudWatchMetric metric, Instant time, double value) {
        return put(metric, time, value, "None");
    }

    /** One datapoint. */
    public FakeCloudWatch put(CloudWatchMetric metric, Instant time, double value, String unit) {
        metrics.add(metric, time, value, unit);
        return this;
    }

    /** Removes all datapoints. */
    public FakeCloudWatch clear() {
        metrics.clear();
        return this;
    }

    /**
     * Sets the result of an expression, such as a Metrics Insights query or maths that the fake
     * does not support.
     */
    public FakeCloudWatch answerExpression(String expression, Map<Instant, Double> series) {
        cannedExpressions.put(expression, new TreeMap<>(series));
        return this;
    }

    /**
     * From now on, queries with this id, metric name or expression have this status (InternalError, Forbidden,
     * PartialData); only PartialData comes with values.
     */
    public FakeCloudWatch failQuery(String idOrMetricOrExpression, String status, String message) {
        return failQuery(query -> query.isCalled(idOrMetricOrExpression), status, message);
    }

    /** From now on, these queries have this status. */
    public FakeCloudWatch failQuery(Predicate<CloudWatchQuery> which, String status, String message) {
        failedQueries.add(new FailedQuery(which, status, message));
        return this;
    }

    /** From now on, a call with a query of this id, metric name or expression is refused as a whole. */
    public FakeCloudWatch refuseCallsWith(String idOrMetricOrExpression) {
        return failQuery(idOrMetricOrExpression, REFUSED, "The query is not valid");
    }

    /** Removes all configured failures of queries. */
    public FakeCloudWatch healQueries() {
        failedQueries.clear();
        return this;
    }

    /**
     * Fails the next call without another configured failure, such as 400 "Throttling" or 403
     * "AccessDenied".
     */
    public FakeCloudWatch failNextCall(int status, String code, String message) {
        return replyNext(error(status, code, message));
    }

    /** The next call is answered without any result. */
    public FakeCloudWatch answerNextWithoutResults() {
        return replyNext(answer(200, Map.of("MetricDataResults", List.of())));
    }

    /** The next call gets this reply. */
    public FakeCloudWatch replyNext(Reply reply) {
        nextReplies.add(reply);
        return this;
    }

    /** At most so many datapoints on one page. */
    public FakeCloudWatch pageSize(int datapoints) {
        pageSize = datapoints;
        return this;
    }

    /** Makes the first page of every response empty except for a token for the next page. */
    public FakeCloudWatch emptyFirstPage() {
        emptyFirstPage = true;
        return this;
    }

    /** Accepts only keys that this STS has issued and that have not expired. */
    public FakeCloudWatch authenticatedBy(FakeSts authority) {
        sts = authority;
        return this;
    }

    /** The calls so far, in order; pages and refused calls count. */
    public List<Call> calls() {
        return List.copyOf(calls);
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

    @SuppressWarnings("unchecked")
    private Reply reply(Request request) {
        String operation = request.target().substring(request.target().lastIndexOf('/') + 1);
        if (!request.header("smithy-protocol").orElse("").equals("rpc-v2-cbor")) {
            return Reply.of(404, "text/plain", "only rpc-v2-cbor is spoken here");
        }
        Map<String, Object> input = Cbor.read(request.body());
        List<CloudWatchQuery> queries = ((List<Object>) input.getOrDefault("MetricDataQueries", List.of()))
                .stream()
                        .map(query -> CloudWatchQuery.of((Map<String, Object>) query))
                        .toList();
        Call call = new Call(
                operation,
                queries,
                instant(input.get("StartTime")),
                instant(input.get("EndTime")),
                (String) input.get("ScanBy"),
                Optional.ofNullable((String) input.get("NextToken")),
                request.accessKeyId());
        calls.add(call);
        Reply next = nextReplies.poll();
        if (next != null) {
            return next;
        }
        try {
            if (sts != null) {
                sts.authenticate(request);
            }
            return switch (operation) {
                case "GetMetricData" ->
                    answer(200, results(call, ((Number) input.getOrDefault("MaxDatapoints", 100_800)).intValue()));
                case "PutMetricData" -> putAll(input);
                default -> error(400, "InvalidAction", "Could not find operation " + operation);
            };
        } catch (AwsRefusal e) {
            return error(e.status(), e.code(), e.getMessage());
        }
    }

    private Map<String, Object> results(Call call, int most) {
        CloudWatchRules.check(call);
        if (failedQueries.stream()
                .anyMatch(one ->
                        one.status.equals(REFUSED) && call.queries.stream().anyMatch(one.which))) {
            throw CloudWatchRules.invalid("The query is not valid");
        }
        int offset = 0;
        if (call.nextToken.isPresent()) {
            String token = call.nextToken.get();
            if (!token.matches("after-\\d{1,9}")) {
                throw new AwsRefusal(400, "InvalidNextToken", "The next token is invalid");
            }
            offset = Integer.parseInt(token.substring("after-".length()));
        } else if (emptyFirstPage) {
            return Map.of("MetricDataResults", List.of(), "Messages", List.of(), "NextToken", "after-0");
        }
        CloudWatchResults results = new CloudWatchResults();
        CloudWatchSeries all = new CloudWatchSeries(metrics, cannedExpressions, call, clock.instant());
        for (CloudWatchQuery query : call.queries) {
            NavigableMap<Instant, Double> series = all.of(query);
            Optional<FailedQuery> failed =
                    failedQueries.stream().filter(one -> one.which.test(query)).findFirst();
            String status = failed.map(FailedQuery::status).orElse("Complete");
            boolean empty = status.equals("InternalError") || status.equals("Forbidden");
            if (query.returnData()) {
                results.add(CloudWatchResults.Result.of(
                        query,
                        status,
                        failed.map(FailedQuery::message).orElse(null),
                        empty ? new TreeMap<>() : series,
                        !"TimestampAscending".equals(call.scanBy)));
            }
        }
        return results.page(offset, Math.min(pageSize, most));
    }

    @SuppressWarnings("unchecked")
    private Reply putAll(Map<String, Object> input) {
        for (Object each : (List<Object>) input.get("MetricData")) {
            Map<String, Object> datum = new HashMap<>((Map<String, Object>) each);
            datum.put("Namespace", input.get("Namespace"));
            CloudWatchMetric metric = CloudWatchQuery.metric(null, datum);
            Instant time = datum.containsKey("Timestamp") ? instant(datum.get("Timestamp")) : clock.instant();
            String unit = (String) datum.getOrDefault("Unit", "None");
            List<Object> values = datum.containsKey("Value")
                    ? List.of(datum.get("Value"))
                    : (List<Object>) datum.getOrDefault("Values", List.of());
            values.forEach(value -> put(metric, time, ((Number) value).doubleValue(), unit));
        }
        return answer(200, Map.of());
    }

    private static Instant instant(Object seconds) {
        return seconds == null ? null : Instant.ofEpochMilli(Math.round(((Number) seconds).doubleValue() * 1000));
    }

    private static Reply answer(int status, Map<String, ?> body) {
        return Reply.of(status, "application/cbor", Cbor.write(body)).with("smithy-protocol", "rpc-v2-cbor");
    }

    private static Reply error(int status, String code, String message) {
        return answer(status, Map.of("__type", "com.amazonaws.cloudwatch#" + code, "message", message))
                .with("x-amzn-query-error", code + ";" + (status < 500 ? "Sender" : "Receiver"));
    }
}
