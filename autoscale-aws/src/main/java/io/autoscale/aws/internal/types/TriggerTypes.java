// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.types;

import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.cloudwatch.CloudWatchType;
import io.autoscale.aws.internal.dynamodb.DynamoDbType;
import io.autoscale.aws.internal.dynamodbstreams.DynamoDbStreamsType;
import io.autoscale.aws.internal.kinesis.KinesisStreamType;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.internal.sqs.SqsQueueType;
import io.autoscale.source.ScalerSourceFactory;
import java.util.List;
import java.util.Optional;

/** Every trigger type of AWS. */
public final class TriggerTypes {

    private static final List<TriggerType<?>> ALL = List.of(
            new CloudWatchType(),
            new DynamoDbType(),
            new DynamoDbStreamsType(),
            new KinesisStreamType(),
            new SqsQueueType());

    private TriggerTypes() {}

    /** The names of all types, sorted. */
    public static List<String> names() {
        return ALL.stream().map(TriggerType::name).sorted().toList();
    }

    public static Optional<TriggerType<?>> find(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** One factory for each type. */
    public static List<ScalerSourceFactory> factories(AwsClients clients) {
        return ALL.stream()
                .map(type -> ScalerSourceFactory.of(
                        type.name(), context -> type.open(context, clients).source()))
                .toList();
    }
}
