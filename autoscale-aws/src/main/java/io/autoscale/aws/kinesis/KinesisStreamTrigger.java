// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.kinesis;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;

/**
 * Builds the trigger {@code aws-kinesis-stream}, with the very text that a manifest of KEDA holds.
 *
 * <p>Its metric is the number of open shards of the stream, as DescribeStreamSummary returns it in one call. That says how
 * many readers the stream has room for, not how much waits to be read: a stream with four shards shows 4 whether its
 * readers are idle or hours behind, and no number of jobs makes it smaller. Whoever wants to follow the lag takes a
 * trigger on the age of the records instead. Shards that were split or merged away are closed and never count, so that
 * there is no option to leave them out.
 */
public final class KinesisStreamTrigger {

    /** The trigger type. */
    public static final String TYPE = "aws-kinesis-stream";

    private KinesisStreamTrigger() {}

    /**
     * Starts a trigger; region and stream are required, the stream by its name or its ARN.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds the trigger. Errors in what it is given are found when a scaled job with it is registered. */
    public static final class Builder {

        private final Trigger.Builder trigger = Trigger.builder(TYPE);

        private Builder() {}

        /**
         * Names the trigger.
         *
         * @param name unique in its scaled job
         * @return this builder
         */
        public Builder name(String name) {
            trigger.name(name);
            return this;
        }

        /**
         * Sets the stream.
         *
         * @param stream its name
         * @return this builder
         */
        public Builder streamName(String stream) {
            trigger.metadata("streamName", stream);
            return this;
        }

        /**
         * Sets the stream by its ARN, which may be of another account; KEDA has no such key.
         *
         * @param arn such as {@code arn:aws:kinesis:eu-west-1:123456789012:stream/orders}, of the trigger's region
         * @return this builder
         */
        public Builder streamArn(String arn) {
            trigger.metadata("streamArn", arn);
            return this;
        }

        /**
         * Sets how many open shards one job carries; 2 unless set.
         *
         * @param shards at least 0; 0 wants no jobs
         * @return this builder
         */
        public Builder shardCount(long shards) {
            trigger.metadata("shardCount", Long.toString(shards));
            return this;
        }

        /**
         * Sets the number of open shards above which, strictly, the trigger is active; 0 unless set.
         *
         * @param shards a whole number
         * @return this builder
         */
        public Builder activationShardCount(long shards) {
            trigger.metadata("activationShardCount", Long.toString(shards));
            return this;
        }

        /**
         * Sets the region.
         *
         * @param region such as {@code eu-west-1}
         * @return this builder
         */
        public Builder awsRegion(String region) {
            trigger.metadata("awsRegion", region);
            return this;
        }

        /**
         * Sends requests elsewhere than to AWS's own endpoint.
         *
         * @param endpoint an absolute http or https URL
         * @return this builder
         */
        public Builder awsEndpoint(String endpoint) {
            trigger.metadata("awsEndpoint", endpoint);
            return this;
        }

        /**
         * Says where the credentials are.
         *
         * @param reference the reference
         * @return this builder
         */
        public Builder authenticationRef(AuthenticationRef reference) {
            trigger.authenticationRef(reference);
            return this;
        }

        /**
         * Makes the trigger.
         *
         * @return the trigger
         */
        public Trigger build() {
            return trigger.build();
        }
    }
}
