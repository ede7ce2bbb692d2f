// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.emulator.Emulator;
import io.autoscale.aws.emulator.TestClients;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A table of an emulator, with a key of {@code p} and {@code s} and an index {@code by-color}; deleted at the end. */
final class TestTable implements AutoCloseable {

    final String name = "t-" + UUID.randomUUID();
    final DynamoDbClient client;

    TestTable(Emulator emulator) {
        client =
                DynamoDbClient.builder().applyMutation(TestClients.at(emulator)).build();
        create();
    }

    /** Makes the table, without items and without a stream. */
    void create() {
        client.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("p", KeyType.HASH), key("s", KeyType.RANGE))
                .attributeDefinitions(attribute("p"), attribute("s"), attribute("color"))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("by-color")
                        .keySchema(key("color", KeyType.HASH))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build()));
        client.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    /** Puts small items of this partition, the odd ones red and the even ones blue. */
    void put(String partition, int items) {
        put(partition, items, 0);
    }

    /** Puts items of a little more than so many KiB each, 400 at most. */
    void put(String partition, int items, int kibibytes) {
        String padding = "x".repeat(kibibytes * 1024);
        for (int i = 0; i < items; i++) {
            Map<String, AttributeValue> item = Map.of(
                    "p", AttributeValue.fromS(partition),
                    "s", AttributeValue.fromS("%05d".formatted(i)),
                    "color", AttributeValue.fromS(i % 2 == 0 ? "blue" : "red"),
                    "tries", AttributeValue.fromN(Integer.toString(i)),
                    "padding", AttributeValue.fromS(padding));
            client.putItem(request -> request.tableName(name).item(item));
        }
    }

    /** Enables the stream and tells its ARN. */
    String enableStream() {
        client.updateTable(request -> request.tableName(name)
                .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
        client.waiter().waitUntilTableExists(request -> request.tableName(name));
        return client.describeTable(request -> request.tableName(name)).table().latestStreamArn();
    }

    /** Deletes the table with its items and its stream. */
    void delete() {
        client.deleteTable(request -> request.tableName(name));
        client.waiter().waitUntilTableNotExists(request -> request.tableName(name));
    }

    @Override
    public void close() {
        client.deleteTable(request -> request.tableName(name));
        client.close();
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
}
