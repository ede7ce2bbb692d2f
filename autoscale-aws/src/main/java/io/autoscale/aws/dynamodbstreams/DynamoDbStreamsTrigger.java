// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.dynamodbstreams;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;

/**
 * Builds the trigger {@code aws-dynamodb-streams}, with the very text that a manifest of KEDA holds: the
 * number of shards of the latest stream of a table.
 */
public final class DynamoDbStreamsTrigger {

    /** The trigger type. */
    public static final String TYPE = "aws-dynamodb-streams";

    private DynamoDbStreamsTrigger() {}

    /**
     * Starts a trigger; table and region are required.
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
         * Sets the table.
         *
         * @param table its name or ARN
         * @return this builder
         */
        public Builder tableName(String table) {
            trigger.metadata("tableName", table);
            return this;
        }

        /**
         * Sets how many shards one job carries; 2 unless set.
         *
         * @param shards at least 0; 0 wants no jobs
         * @return this builder
         */
        public Builder shardCount(long shards) {
            trigger.metadata("shardCount", Long.toString(shards));
            return this;
        }

        /**
         * Sets the number of shards above which, strictly, the trigger is active; 0 unless set.
         *
         * @param shards a whole number
         * @return this builder
         */
        public Builder activationShardCount(long shards) {
            trigger.metadata("activationShardCount", Long.toString(shards));
            return this;
        }

        /**
         * Says whether shards are left out that take no more records, as the number of shards grows for a day
         * with each one that is closed; false unless set. What such a shard still holds to be read does not
         * count then. KEDA does not know this key and counts all.
         *
         * @param flag the flag
         * @return this builder
         */
        public Builder openShardsOnly(boolean flag) {
            trigger.metadata("openShardsOnly", Boolean.toString(flag));
            return this;
        }

        /**
         * Sets how many pages of 100 shards a read may have; 100 unless set. A read that needs more fails, as
         * a part of the shards is not their number. KEDA does not know this key.
         *
         * @param pages at least 1
         * @return this builder
         */
        public Builder maxPages(long pages) {
            trigger.metadata("maxPages", Long.toString(pages));
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
         * Sends requests elsewhere than to AWS's own endpoint of DynamoDB Streams. The table is described
         * there too, unless the host is one that AWS runs, as such a host serves streams alone.
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
