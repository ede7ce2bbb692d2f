// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

/** The actions that reading triggers needs, and what their statements are called. */
enum ReadAction {
    GET_QUEUE_ATTRIBUTES("ReadQueueAttributes", "sqs:GetQueueAttributes"),
    GET_QUEUE_URL("FindQueues", "sqs:GetQueueUrl"),
    GET_METRIC_DATA("ReadMetrics", "cloudwatch:GetMetricData"),
    QUERY("QueryTables", "dynamodb:Query"),
    DESCRIBE_TABLE("FindTableStreams", "dynamodb:DescribeTable"),
    DESCRIBE_STREAM("ReadTableStreams", "dynamodb:DescribeStream"),
    DESCRIBE_STREAM_SUMMARY("ReadStreamSummaries", "kinesis:DescribeStreamSummary");

    private final String sid;
    private final String action;

    ReadAction(String sid, String action) {
        this.sid = sid;
        this.action = action;
    }

    Statement on(String resource) {
        return Statement.onResource(sid, action, resource);
    }
}
