// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Responds to DescribeTable and DescribeStream for a table whose stream has the configured number
 * of open and closed shards, with 100 shards per page as in AWS, which moto does not implement.
 * Closed shards come first.
 */
public final class StreamOfShards implements LoopbackServer.Handler {

    /** How many shards a page has at most. */
    public static final int PAGE = 100;

    private static final Pattern ARN = Pattern.compile("\"StreamArn\":\"([^\"]+)\"");
    private static final Pattern AFTER = Pattern.compile("\"ExclusiveStartShardId\":\"shard-(\\d+)\"");

    private final Map<String, Stream> byArn = new ConcurrentHashMap<>();
    private volatile Stream latest;

    private record Stream(String label, int open, int closed) {
        int size() {
            return open + closed;
        }
    }

    /** The table has a new stream. The former one can still be read, as for a day after it was disabled. */
    public StreamOfShards hold(String label, int open, int closed) {
        latest = new Stream(label, open, closed);
        byArn.put(arn(label), latest);
        return this;
    }

    /** Removes a stream. */
    public StreamOfShards drop(String label) {
        byArn.remove(arn(label));
        return this;
    }

    /** The ARN of a stream. */
    public static String arn(String label) {
        return "arn:aws:dynamodb:eu-west-1:123456789012:table/videos/stream/" + label;
    }

    /** The answer to DescribeTable of a table with this stream. */
    public static Reply table(String label) {
        return Reply.json(200, "{\"Table\":{\"TableName\":\"videos\",\"LatestStreamArn\":\"" + arn(label) + "\"}}");
    }

    /** Which operation a request is for. */
    public static String operation(Request request) {
        String target = request.header("x-amz-target").orElse("");
        return target.substring(target.indexOf('.') + 1);
    }

    @Override
    public Reply reply(Request request) {
        if (operation(request).equals("DescribeTable")) {
            return table(latest.label);
        }
        Matcher arn = ARN.matcher(request.text());
        Stream stream = arn.find() ? byArn.get(arn.group(1)) : null;
        if (stream == null) {
            return Reply.json(400, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\"}");
        }
        Matcher after = AFTER.matcher(request.text());
        return page(stream, after.find() ? Integer.parseInt(after.group(1)) + 1 : 0);
    }

    private static Reply page(Stream stream, int from) {
        int end = Math.min(from + PAGE, stream.size());
        String shards = IntStream.range(from, end)
                .mapToObj(i ->
                        "{\"ShardId\":\"shard-" + i + "\",\"SequenceNumberRange\":{\"StartingSequenceNumber\":\"1\""
                                + (i < stream.closed ? ",\"EndingSequenceNumber\":\"2\"" : "") + "}}")
                .collect(Collectors.joining(","));
        String more = end < stream.size() ? ",\"LastEvaluatedShardId\":\"shard-" + (end - 1) + "\"" : "";
        return Reply.json(
                200,
                "{\"StreamDescription\":{\"StreamArn\":\"" + arn(stream.label) + "\",\"Shards\":[" + shards + "]" + more
                        + "}}");
    }
}
