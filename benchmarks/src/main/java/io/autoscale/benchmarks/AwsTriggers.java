// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** Many triggers of a kind. */
final class AwsTriggers {

    /** Selects the program's own identity for signing. */
    static final Authentication OWN = new Authentication(AuthParameters.none(), PodIdentity.aws());

    static final String REGION = "eu-west-1";

    private static final String ACCOUNT = "123456789012";
    private static final int SHARED_QUEUES = 100;

    private AwsTriggers() {}

    /**
     * A kind of trigger.
     *
     * @param type of all of them
     * @param holdsToGoal whether the program fails when the kind misses the goal
     * @param make the trigger of a number
     */
    record Kind(String title, String type, boolean holdsToGoal, IntFunction<Trigger> make) {

        Kind(String title, String type, IntFunction<Trigger> make) {
            this(title, type, true, make);
        }
    }

    static List<Kind> kinds(int triggers) {
        return List.of(
                sqs(triggers),
                sqs(SHARED_QUEUES),
                cloudWatch(Duration.ofSeconds(10)),
                cloudWatch(Duration.ofMinutes(1)),
                cloudWatch(Duration.ofMinutes(5)),
                new Kind("aws-dynamodb", DynamoDbTrigger.TYPE, AwsTriggers::dynamoDb),
                new Kind("aws-dynamodb-streams", "aws-dynamodb-streams", AwsTriggers::dynamoDbStream),
                new Kind("aws-kinesis-stream", KinesisStreamTrigger.TYPE, AwsTriggers::kinesis));
    }

    static AwsIdentity keys() {
        return new AwsIdentity.StaticKeys("AKIDEXAMPLE", Secret.of("not-a-secret"), null);
    }

    static String queueUrl(int number) {
        return "https://sqs." + REGION + ".amazonaws.com/" + ACCOUNT + "/queue-" + number;
    }

    static Trigger queue(int number) {
        return SqsQueueTrigger.builder()
                .queueUrl(queueUrl(number))
                .awsRegion(REGION)
                .build();
    }

    private static Kind sqs(int queues) {
        return new Kind(
                "aws-sqs-queue, %,d queues".formatted(queues), SqsQueueTrigger.TYPE, number -> queue(number % queues));
    }

    private static Kind cloudWatch(Duration period) {
        return new Kind(
                "aws-cloudwatch, periods of %d s".formatted(period.toSeconds()),
                CloudWatchTrigger.TYPE,
                // shorter periods miss the goal, because the source must first learn how often a
                // trigger is read
                period.compareTo(AwsCallCount.INTERVAL) >= 0,
                number -> CloudWatchTrigger.builder()
                        .metric("Shop", "Backlog")
                        .dimension("Queue", "queue-" + number)
                        .metricStatPeriod(period)
                        .targetMetricValue(5)
                        .awsRegion(REGION)
                        .build());
    }

    private static Trigger dynamoDb(int number) {
        return DynamoDbTrigger.builder()
                .tableName("orders")
                .keyConditionExpression("shop = :shop")
                .expressionAttributeValues("{\":shop\":{\"S\":\"shop-" + number + "\"}}")
                .targetValue(5)
                .awsRegion(REGION)
                .build();
    }

    private static Trigger dynamoDbStream(int number) {
        return Trigger.builder("aws-dynamodb-streams")
                .metadata("tableName", "orders-" + number)
                .metadata("awsRegion", REGION)
                .build();
    }

    private static Trigger kinesis(int number) {
        return KinesisStreamTrigger.builder()
                .streamName("clicks-" + number)
                .awsRegion(REGION)
                .build();
    }
}
