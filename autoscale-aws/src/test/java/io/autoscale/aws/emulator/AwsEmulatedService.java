// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

/** A service of AWS that tests run against. */
public enum AwsEmulatedService {
    /** Queues. */
    SQS("SQS"),
    /** Tables. */
    DYNAMODB("DynamoDB"),
    /** The streams of tables. */
    DYNAMODB_STREAMS("DynamoDB Streams"),
    /** Data streams. */
    KINESIS("Kinesis"),
    /** Metrics. */
    CLOUDWATCH("CloudWatch"),
    /** Temporary credentials. */
    STS("STS");

    private final String title;

    AwsEmulatedService(String title) {
        this.title = title;
    }

    /** The display name. */
    public String title() {
        return title;
    }
}
