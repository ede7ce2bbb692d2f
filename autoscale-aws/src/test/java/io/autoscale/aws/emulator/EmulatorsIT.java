// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Verifies that the available emulators support what the tests of the sources require. */
class EmulatorsIT {

    private final String name = "t-" + UUID.randomUUID();

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.SQS)
    void queues_can_be_made(Emulator emulator) {
        try (SqsClient sqs =
                SqsClient.builder().applyMutation(TestClients.at(emulator)).build()) {
            assertThat(sqs.createQueue(request -> request.queueName(name)).queueUrl())
                    .endsWith(name);
        }
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.DYNAMODB)
    void a_query_counts(Emulator emulator) {
        try (DynamoDbClient tables = tables(emulator)) {
            createTable(tables);
            for (int i = 0; i < 3; i++) {
                String sort = Integer.toString(i);
                tables.putItem(put -> put.tableName(name).item(Map.of("p", text("a"), "s", text(sort))));
            }
            assertThat(tables.query(query -> query.tableName(name)
                                    .select(Select.COUNT)
                                    .keyConditionExpression("p = :p")
                                    .expressionAttributeValues(Map.of(":p", text("a"))))
                            .count())
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.DYNAMODB_STREAMS)
    void a_stream_has_shards(Emulator emulator) {
        try (DynamoDbClient tables = tables(emulator);
                DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder()
                        .applyMutation(TestClients.at(emulator))
                        .build()) {
            createTable(tables);
            String arn = tables.describeTable(request -> request.tableName(name))
                    .table()
                    .latestStreamArn();
            List<Shard> shards = streams.describeStream(request -> request.streamArn(arn))
                    .streamDescription()
                    .shards();
            assertThat(shards).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.KINESIS)
    void a_split_is_counted(Emulator emulator) {
        try (KinesisClient kinesis =
                KinesisClient.builder().applyMutation(TestClients.at(emulator)).build()) {
            kinesis.createStream(request -> request.streamName(name).shardCount(2));
            awaitActive(kinesis);
            assertThat(openShards(kinesis)).isEqualTo(2);
            String shard = kinesis.listShards(request -> request.streamName(name))
                    .shards()
                    .get(0)
                    .shardId();
            kinesis.splitShard(
                    request -> request.streamName(name).shardToSplit(shard).newStartingHashKey("1000000000"));
            awaitActive(kinesis);
            assertThat(openShards(kinesis)).isEqualTo(3);
            // emulators limit the total number of shards of all streams, and may outlive this run
            kinesis.deleteStream(request -> request.streamName(name));
        }
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.STS)
    void a_role_is_assumed(Emulator emulator) {
        try (StsClient sts =
                StsClient.builder().applyMutation(TestClients.at(emulator)).build()) {
            assertThat(sts.assumeRole(request -> request.roleArn("arn:aws:iam::123456789012:role/reader")
                                    .roleSessionName("session-1"))
                            .credentials()
                            .sessionToken())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EmulatorsOf(AwsEmulatedService.CLOUDWATCH)
    void metrics_are_answered(Emulator emulator) {
        try (CloudWatchClient cloudWatch = CloudWatchClient.builder()
                .applyMutation(TestClients.at(emulator))
                .build()) {
            Instant now = InstantSource.system().instant();
            assertThat(cloudWatch
                            .getMetricData(request -> request.startTime(now.minusSeconds(600))
                                    .endTime(now)
                                    .metricDataQueries(FakeCloudWatchTest.query(
                                            "m1", CloudWatchMetric.of("test", name), "Sum", 60)))
                            .metricDataResults())
                    .singleElement()
                    .satisfies(result -> assertThat(result.values()).isEmpty());
        }
    }

    private static DynamoDbClient tables(Emulator emulator) {
        return DynamoDbClient.builder().applyMutation(TestClients.at(emulator)).build();
    }

    private void createTable(DynamoDbClient tables) {
        tables.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(List.of(key("p", KeyType.HASH), key("s", KeyType.RANGE)))
                .attributeDefinitions(List.of(attribute("p"), attribute("s")))
                .streamSpecification(
                        stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        tables.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private void awaitActive(KinesisClient kinesis) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> kinesis.describeStreamSummary(request -> request.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    private int openShards(KinesisClient kinesis) {
        return kinesis.describeStreamSummary(request -> request.streamName(name))
                .streamDescriptionSummary()
                .openShardCount();
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }
}
