// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamPoliciesTest {

    private static final String READER = "arn:aws:iam::222222222222:role/reader";

    private final IamPolicies policies = IamPolicies.create().inAccount("111111111111");

    private PolicyDocument reading(List<Trigger> triggers) {
        return policies.reading(triggers.toArray(Trigger[]::new));
    }

    /** What is allowed, as {@code action resource}. */
    private static List<String> allowed(PolicyDocument policy) {
        List<String> allowed = new ArrayList<>();
        // the layout of the text is fixed, so that lines can be read
        String action = "";
        boolean resources = false;
        for (String line : policy.toJson().lines().map(String::trim).toList()) {
            if (line.startsWith("\"Action\": ")) {
                action = text(line.substring("\"Action\": ".length()));
            } else if (line.startsWith("\"Resource\": [")) {
                resources = true;
            } else if (line.startsWith("\"Resource\": ")) {
                allowed.add(action + " " + text(line.substring("\"Resource\": ".length())));
            } else if (line.startsWith("]")) {
                resources = false;
            } else if (resources) {
                allowed.add(action + " " + text(line));
            }
        }
        return allowed;
    }

    private static String text(String quoted) {
        return quoted.replace("\"", "").replace(",", "");
    }

    /** The metadata that a trigger requires but its policy does not depend on. */
    private static final Map<String, Map<String, String>> COMPLETE = Map.of(
            "aws-cloudwatch",
            Map.of("namespace", "AWS/SQS", "metricName", "Depth", "targetMetricValue", "1", "minMetricValue", "0"),
            "aws-dynamodb",
            Map.of(
                    "keyConditionExpression",
                    "k = :k",
                    "expressionAttributeValues",
                    "{\":k\": {\"S\": \"x\"}}",
                    "targetValue",
                    "1"));

    private static Trigger trigger(String type, String metadata) {
        Trigger.Builder trigger = Trigger.builder(type);
        COMPLETE.getOrDefault(type, Map.of()).forEach(trigger::metadata);
        Arrays.stream(metadata.split(" "))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> trigger.metadata(pair[0], pair[1]));
        return trigger.build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        aws-sqs-queue | queueURL=https://sqs.eu-west-1.amazonaws.com/222222222222/videos awsRegion=eu-west-1 | sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:222222222222:videos
        aws-sqs-queue | queueURL=https://sqs.eu-west-1.amazonaws.com/222222222222/videos.fifo awsRegion=eu-west-1 | sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:222222222222:videos.fifo
        aws-sqs-queue | queueURL=http://localhost:9324/000000000000/videos awsRegion=eu-west-1 | sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:000000000000:videos
        aws-sqs-queue | queueURL=videos awsRegion=eu-west-1 | sqs:GetQueueUrl arn:aws:sqs:eu-west-1:111111111111:videos; sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:111111111111:videos
        aws-sqs-queue | queueURL=https://sqs.cn-north-1.amazonaws.com.cn/222222222222/videos awsRegion=cn-north-1 | sqs:GetQueueAttributes arn:aws-cn:sqs:cn-north-1:222222222222:videos
        aws-sqs-queue | queueURL=videos.fifo awsRegion=us-gov-west-1 | sqs:GetQueueUrl arn:aws-us-gov:sqs:us-gov-west-1:111111111111:videos.fifo; sqs:GetQueueAttributes arn:aws-us-gov:sqs:us-gov-west-1:111111111111:videos.fifo
        aws-cloudwatch | namespace=AWS/SQS awsRegion=eu-west-1 | cloudwatch:GetMetricData *
        aws-dynamodb | tableName=orders awsRegion=eu-west-1 | dynamodb:Query arn:aws:dynamodb:eu-west-1:111111111111:table/orders
        aws-dynamodb | tableName=orders indexName=by.state awsRegion=eu-west-1 | dynamodb:Query arn:aws:dynamodb:eu-west-1:111111111111:table/orders/index/by.state
        aws-dynamodb | tableName=arn:aws:dynamodb:eu-west-1:222222222222:table/orders awsRegion=eu-west-1 | dynamodb:Query arn:aws:dynamodb:eu-west-1:222222222222:table/orders
        aws-dynamodb-streams | tableName=orders awsRegion=eu-west-1 | dynamodb:DescribeTable arn:aws:dynamodb:eu-west-1:111111111111:table/orders; dynamodb:DescribeStream arn:aws:dynamodb:eu-west-1:111111111111:table/orders/stream/*
        aws-kinesis-stream | streamName=clicks awsRegion=eu-west-1 | kinesis:DescribeStreamSummary arn:aws:kinesis:eu-west-1:111111111111:stream/clicks
        aws-kinesis-stream | streamArn=arn:aws-cn:kinesis:cn-north-1:222222222222:stream/clicks awsRegion=cn-north-1 | kinesis:DescribeStreamSummary arn:aws-cn:kinesis:cn-north-1:222222222222:stream/clicks
        """)
    void each_trigger_type_has_minimal_permissions(String type, String metadata, String expected) {
        assertThat(allowed(policies.reading(trigger(type, metadata)))).containsExactlyInAnyOrder(expected.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        aws-sqs-queue | queueURL=https://sqs.eu-west-1.amazonaws.com/me/videos awsRegion=eu-west-1 | triggers[0].metadata.queueURL: 'https://sqs.eu-west-1.amazonaws.com/me/videos' is not valid, expected the URL of a queue
        aws-sqs-queue | queueURL=vid* awsRegion=eu-west-1 | triggers[0].metadata.queueURL: 'vid*' is not valid, expected the URL of a queue
        aws-sqs-queue | queueURL=https://sqs.eu-west-1.amazonaws.com/222222222222/* awsRegion=eu-west-1 | triggers[0].metadata.queueURL: 'https://sqs.eu-west-1.amazonaws.com/222222222222/*' is not valid
        aws-sqs-queue | awsRegion=eu-west-1 | triggers[0].metadata.queueURL is missing, expected the URL of a queue
        aws-sqs-queue | queueURLFromEnv=QUEUE awsRegion=eu-west-1 | triggers[0].metadata.queueURLFromEnv: 'QUEUE' is not valid, expected the name of an environment variable
        aws-sqs-queue | queueURL=videos | triggers[0].metadata.awsRegion is missing, expected a region such as eu-west-1
        aws-sqs-queue | queueURL=videos awsRegion=EU | triggers[0].metadata.awsRegion: 'EU' is not valid, expected a region such as eu-west-1
        aws-dynamodb | tableName=* awsRegion=eu-west-1 | triggers[0].metadata.tableName: '*' is not valid, expected the name of a table
        aws-dynamodb | tableName=orders indexName=by/* awsRegion=eu-west-1 | triggers[0].metadata.indexName: 'by/*' is not valid, expected the name of an index
        aws-dynamodb | tableName=arn:aws:dynamodb:us-east-1:222222222222:table/orders awsRegion=eu-west-1 | triggers[0].metadata.tableName: 'arn:aws:dynamodb:us-east-1:222222222222:table/orders' is not valid
        aws-kinesis-stream | streamName=a/b awsRegion=eu-west-1 | triggers[0].metadata.streamName: 'a/b' is not valid, expected the name of a stream
        aws-kinesis-stream | streamArn=arn:aws:kinesis:eu-west-1:222222222222:stream/* awsRegion=eu-west-1 | triggers[0].metadata.streamArn: 'arn:aws:kinesis:eu-west-1:222222222222:stream/*' is not valid
        rabbitmq | awsRegion=eu-west-1 | triggers[0].type: 'rabbitmq' is not valid, expected one of [aws-cloudwatch
        """)
    void an_error_names_field_value_and_expectation(String type, String metadata, String expected) {
        assertThatThrownBy(() -> policies.reading(trigger(type, metadata)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void a_bare_name_needs_an_account() {
        Trigger queue = trigger("aws-sqs-queue", "queueURL=videos awsRegion=eu-west-1");
        assertThatThrownBy(() -> IamPolicies.create().reading(queue))
                .hasMessageContaining("triggers[0].account is missing, expected the 12 digits of an account, set with"
                        + " inAccount: queue videos has none");
        assertThatThrownBy(() -> IamPolicies.create().inAccount("12"))
                .hasMessageContaining("account: '12' is not valid, expected the 12 digits of an account");
        assertThatThrownBy(() -> policies.inRegion("nowhere!")).hasMessageContaining("region: 'nowhere!' is not valid");
        assertThatThrownBy(() -> policies.reading()).hasMessageContaining("triggers is missing");
        assertThatThrownBy(IamPolicies::assuming).hasMessageContaining("roles is missing");
    }

    @Test
    void errors_of_all_triggers_are_found_at_once() {
        assertThatThrownBy(() -> policies.reading(
                        trigger("aws-sqs-queue", "queueURL=a* awsRegion=eu-west-1"),
                        trigger("aws-dynamodb", "tableName=b* awsRegion=eu-west-1")))
                .hasMessageContaining("triggers[0].metadata.queueURL")
                .hasMessageContaining("triggers[1].metadata.tableName");
    }

    @Test
    void region_and_queue_can_come_from_defaults_and_environment() {
        PolicyDocument policy = policies.inRegion("eu-west-1")
                .withEnvironment(EnvironmentLookup.of(Map.of("QUEUE", "videos")))
                .reading(trigger("aws-sqs-queue", "queueURLFromEnv=QUEUE"));
        assertThat(allowed(policy)).contains("sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:111111111111:videos");
    }

    @Test
    void statements_are_merged_deduplicated_and_sorted() {
        List<Trigger> triggers = new ArrayList<>(List.of(
                trigger("aws-sqs-queue", "queueURL=videos awsRegion=eu-west-1"),
                trigger("aws-sqs-queue", "queueURL=audio awsRegion=eu-west-1"),
                trigger("aws-sqs-queue", "queueURL=videos awsRegion=eu-west-1"),
                trigger("aws-cloudwatch", "awsRegion=eu-west-1"),
                trigger("aws-cloudwatch", "awsRegion=us-east-1")));
        String json = reading(triggers).toJson();
        assertThat(json).isEqualTo("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "FindQueues",
                      "Effect": "Allow",
                      "Action": "sqs:GetQueueUrl",
                      "Resource": [
                        "arn:aws:sqs:eu-west-1:111111111111:audio",
                        "arn:aws:sqs:eu-west-1:111111111111:videos"
                      ]
                    },
                    {
                      "Sid": "ReadMetrics",
                      "Effect": "Allow",
                      "Action": "cloudwatch:GetMetricData",
                      "Resource": "*"
                    },
                    {
                      "Sid": "ReadQueueAttributes",
                      "Effect": "Allow",
                      "Action": "sqs:GetQueueAttributes",
                      "Resource": [
                        "arn:aws:sqs:eu-west-1:111111111111:audio",
                        "arn:aws:sqs:eu-west-1:111111111111:videos"
                      ]
                    }
                  ]
                }""");
        Collections.reverse(triggers);
        assertThat(reading(triggers).toJson()).isEqualTo(json);
        assertThat(reading(triggers)).isEqualTo(reading(triggers)).hasSameHashCodeAs(reading(triggers));
        assertThat(reading(triggers))
                .hasToString("PolicyDocument[sqs:GetQueueUrl, cloudwatch:GetMetricData, sqs:GetQueueAttributes]");
    }

    @Test
    void a_caller_may_assume_a_role_and_tag_the_session_of_a_role_with_tags() {
        RoleToAssume tagged =
                RoleToAssume.of("arn:aws:iam::333333333333:role/last").withTag("team", "orders");
        assertThat(allowed(IamPolicies.assuming(RoleToAssume.of(READER)))).containsExactly("sts:AssumeRole " + READER);
        assertThat(allowed(IamPolicies.assuming(tagged)))
                .containsExactly("sts:AssumeRole " + tagged.arn(), "sts:TagSession " + tagged.arn());
    }

    @Test
    void an_invalid_role_is_rejected() {
        assertThatThrownBy(() -> IamPolicies.assuming(
                        RoleToAssume.of(READER), RoleToAssume.of("arn:aws:iam::222222222222:role/*")))
                .hasMessageContaining(
                        "roles[1].arn: 'arn:aws:iam::222222222222:role/*' is not valid, expected the ARN of"
                                + " a role");
    }

    @Test
    void a_policy_too_large_for_a_managed_policy_is_reported() {
        List<Trigger> triggers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            triggers.add(trigger(
                    "aws-sqs-queue", "awsRegion=eu-west-1 queueURL=https://sqs/222222222222/queue-number-" + i));
        }
        assertThat(logOfReading(triggers)).containsOnlyOnce("WARN").contains("a managed policy at most 6144");
        PolicyDocument large = reading(triggers);
        assertThat(large.countedCharacters()).isGreaterThan(PolicyDocument.MANAGED_POLICY_LIMIT);
        assertThat(logOfReading(triggers.subList(0, 100))).isEmpty();
        PolicyDocument half = reading(triggers.subList(0, 100));
        assertThat(half.countedCharacters()).isLessThanOrEqualTo(PolicyDocument.MANAGED_POLICY_LIMIT);
        assertThat(half.and(reading(triggers.subList(100, 200)))).isEqualTo(large);
    }

    private String logOfReading(List<Trigger> triggers) {
        PrintStream standardError = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            reading(triggers);
        } finally {
            System.setErr(standardError);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
