// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

/** The services of AWS that are called. */
public enum AwsService {
    /** Simple Queue Service. */
    SQS("SQS", 500, "sqs|queue"),
    /** CloudWatch. */
    CLOUDWATCH("CloudWatch", 40, "monitoring"),
    /** DynamoDB. */
    DYNAMODB("DynamoDB", 500, "dynamodb"),
    /** DynamoDB Streams. */
    DYNAMODB_STREAMS("DynamoDB Streams", 10, "streams[.-]dynamodb"),
    /** Kinesis Data Streams. */
    KINESIS("Kinesis", 20, "kinesis"),
    /** Security Token Service. */
    STS("STS", 100, "sts");

    private final String title;
    private final int callsPerSecond;
    /** The first labels of the hosts that serve it, as a regular expression. */
    final String hosts;

    AwsService(String title, int callsPerSecond, String hosts) {
        this.title = title;
        this.callsPerSecond = callsPerSecond;
        this.hosts = hosts;
    }

    /** The name of the service, for people, such as {@code SQS}. */
    public String title() {
        return title;
    }

    /**
     * The default maximum of calls a second in one region, at least 1. The values for CloudWatch (GetMetricData), DynamoDB
     * Streams (DescribeStream) and Kinesis (DescribeStreamSummary) are at or below the account's quotas; the others only
     * limit a program that runs wild.
     */
    public int callsPerSecond() {
        return callsPerSecond;
    }
}
