// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

/**
 * Builds the trigger {@code aws-kinesis-stream}, with the same metadata as a KEDA manifest.
 *
 * <p>The metric is the number of open shards of the stream. It tells how many readers the stream has room for, and not
 * how many records wait to be read: a stream with four shards gives 4 whether its readers are idle or hours behind. To
 * scale on lag, use a CloudWatch trigger on the age of the records. Closed shards never count.
 */
public final class KinesisStreamTrigger extends AwsTriggerBuilder<KinesisStreamTrigger> {

    /** The trigger type. */
    public static final String TYPE = "aws-kinesis-stream";

    private KinesisStreamTrigger() {
        super(TYPE);
    }

    /** Returns a builder. Region and stream are required, the stream by its name or its ARN. */
    public static KinesisStreamTrigger builder() {
        return new KinesisStreamTrigger();
    }

    /**
     * Sets the stream.
     *
     * @param stream its name
     */
    public KinesisStreamTrigger streamName(String stream) {
        return set("streamName", stream);
    }

    /**
     * Sets the stream by its ARN, which may be in another account. Not in KEDA.
     *
     * @param arn such as {@code arn:aws:kinesis:eu-west-1:123456789012:stream/orders}, of the trigger's region
     */
    public KinesisStreamTrigger streamArn(String arn) {
        return set("streamArn", arn);
    }

    /**
     * Sets the target number of open shards per job; 2 by default.
     *
     * @param shards at least 0; 0 requests no jobs
     */
    public KinesisStreamTrigger shardCount(long shards) {
        return set("shardCount", shards);
    }

    /**
     * Sets the activation threshold: the trigger is active above this number of open shards; 0 by default.
     *
     * @param shards a whole number
     */
    public KinesisStreamTrigger activationShardCount(long shards) {
        return set("activationShardCount", shards);
    }
}
