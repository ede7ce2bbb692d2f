// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORParser;

/** The responses of AWS in the protocols of the SDK: JSON, and CBOR for CloudWatch and Kinesis. */
final class AwsStubAnswers {

    private static final String JSON = "application/x-amz-json-1.0";
    private static final Map<String, String> BY_OPERATION =
            Map.of("Query", """
            {"Count":7,"ScannedCount":7,"ConsumedCapacity":{"TableName":"orders","CapacityUnits":0.5}}""", "DescribeTable", """
            {"Table":{"TableName":"orders","LatestStreamArn":\
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2030-01-01T00:00:00.000"}}""", "DescribeStream", """
            {"StreamDescription":{"StreamArn":\
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2030-01-01T00:00:00.000",\
            "StreamStatus":"ENABLED","Shards":[{"ShardId":"shardId-1",\
            "SequenceNumberRange":{"StartingSequenceNumber":"1"}}]}}""");
    private static final CBORFactory CBOR = new CBORFactory();
    private static final AtomicLong ASKED = new AtomicLong();
    private static final int MESSAGES = 97;
    private static final int EPOCH_SECONDS = 1;
    private static final double VALUE = 7;
    private static final int OPEN_SHARDS = 4;

    private AwsStubAnswers() {}

    /**
     * An answer.
     *
     * @param metrics how many queries the call held, for CloudWatch
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(String operation, int status, String contentType, byte[] body, int metrics) {}

    static Answer to(String operation, byte[] asked) throws IOException {
        return switch (operation) {
            case "GetMetricData" -> metricData(asked);
            case "GetQueueAttributes" -> new Answer(operation, 200, JSON, bytes(queueAttributes()), 0);
            case "DescribeStreamSummary" ->
                new Answer(operation, 200, "application/x-amz-cbor-1.1", streamSummary(), 0);
            default -> {
                String body = BY_OPERATION.get(operation);
                yield body == null
                        ? new Answer("unknown " + operation, 400, JSON, bytes("{\"__type\":\"UnknownOperation\"}"), 0)
                        : new Answer(operation, 200, JSON, bytes(body), 0);
            }
        };
    }

    /** Another number each time, so that no round is like the one before. */
    private static String queueAttributes() {
        return """
                {"Attributes":{"ApproximateNumberOfMessages":"%d","ApproximateNumberOfMessagesNotVisible":"2",\
                "ApproximateNumberOfMessagesDelayed":"0"}}""".formatted(1 + ASKED.getAndIncrement() % MESSAGES);
    }

    private static byte[] streamSummary() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator generator = CBOR.createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeObjectFieldStart("StreamDescriptionSummary");
            generator.writeStringField("StreamStatus", "ACTIVE");
            generator.writeNumberField("OpenShardCount", OPEN_SHARDS);
            generator.writeEndObject();
            generator.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** One datapoint for each query: that of the last period before the end that was asked for. */
    private static Answer metricData(byte[] asked) throws IOException {
        List<String> ids = new ArrayList<>();
        double end = 0;
        double period = 0;
        try (CBORParser parser = CBOR.createParser(asked)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    switch (field) {
                        case "Id" -> ids.add(parser.getText());
                        case "EndTime" -> end = parser.getDoubleValue();
                        case "Period" -> period = parser.getDoubleValue();
                        default -> {
                            // of no matter here
                        }
                    }
                }
            }
        }
        return new Answer("GetMetricData", 200, "application/cbor", results(ids, end - period), ids.size());
    }

    private static byte[] results(List<String> ids, double epochSeconds) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator generator = CBOR.createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("MetricDataResults");
            for (String id : ids) {
                generator.writeStartObject();
                generator.writeStringField("Id", id);
                generator.writeStringField("Label", "backlog");
                generator.writeArrayFieldStart("Timestamps");
                generator.writeTag(EPOCH_SECONDS);
                generator.writeNumber(epochSeconds);
                generator.writeEndArray();
                generator.writeArrayFieldStart("Values");
                generator.writeNumber(VALUE);
                generator.writeEndArray();
                generator.writeStringField("StatusCode", "Complete");
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
