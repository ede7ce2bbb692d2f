// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.dynamodb;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;

/**
 * Builds the trigger {@code aws-dynamodb}, with the very text that a manifest of KEDA holds: the number of
 * items that a query finds.
 */
public final class DynamoDbTrigger {

    /** The trigger type. */
    public static final String TYPE = "aws-dynamodb";

    private DynamoDbTrigger() {}

    /**
     * Starts a trigger; table, key condition, attribute values, target value and region are required.
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
         * Asks an index of the table instead of the table itself.
         *
         * @param index the name of a local or global secondary index
         * @return this builder
         */
        public Builder indexName(String index) {
            trigger.metadata("indexName", index);
            return this;
        }

        /**
         * Says which items are counted, by their key.
         *
         * @param expression such as {@code #s = :p}
         * @return this builder
         */
        public Builder keyConditionExpression(String expression) {
            trigger.metadata("keyConditionExpression", expression);
            return this;
        }

        /**
         * Leaves out items by their other attributes. DynamoDB charges for those that are left out too.
         *
         * @param expression such as {@code attempts < :most}
         * @return this builder
         */
        public Builder filterExpression(String expression) {
            trigger.metadata("filterExpression", expression);
            return this;
        }

        /**
         * Sets the names of the attributes that expressions write as {@code #…}; needed only when one does.
         *
         * @param json a JSON object of texts, such as <code>{"#s": "status"}</code>
         * @return this builder
         */
        public Builder expressionAttributeNames(String json) {
            trigger.metadata("expressionAttributeNames", json);
            return this;
        }

        /**
         * Sets the values that expressions write as {@code :…}. All ten types are known; {@code B} and {@code
         * BS} are base64.
         *
         * @param json a JSON object of typed values, such as <code>{":p": {"S": "pending"}}</code>
         * @return this builder
         */
        public Builder expressionAttributeValues(String json) {
            trigger.metadata("expressionAttributeValues", json);
            return this;
        }

        /**
         * Sets how many items one job carries.
         *
         * @param items at least 0; 0 wants no jobs
         * @return this builder
         */
        public Builder targetValue(long items) {
            trigger.metadata("targetValue", Long.toString(items));
            return this;
        }

        /**
         * Sets the number of items above which, strictly, the trigger is active; 0 unless set.
         *
         * @param items a whole number
         * @return this builder
         */
        public Builder activationTargetValue(long items) {
            trigger.metadata("activationTargetValue", Long.toString(items));
            return this;
        }

        /**
         * Says whether writes that have just been made count for sure, which costs twice as much and is not to
         * be had of a global secondary index; false unless set. KEDA does not know this key.
         *
         * @param flag the flag
         * @return this builder
         */
        public Builder consistentRead(boolean flag) {
            trigger.metadata("consistentRead", Boolean.toString(flag));
            return this;
        }

        /**
         * Sets how many pages of 1 MB of items a read may have; 100 unless set. A read that needs more fails,
         * as a part of the items is not their number. KEDA does not know this key.
         *
         * @param pages at least 1
         * @return this builder
         */
        public Builder maxPages(long pages) {
            trigger.metadata("maxPages", Long.toString(pages));
            return this;
        }

        /**
         * Lets a read end as soon as it has counted this many items, which saves what the other pages would
         * cost; all are counted unless set. The value is then the count so far: this number or more, and maybe
         * less than there are. Target value times the greatest number of jobs is enough to start them all. The
         * reference system does not know this key.
         *
         * @param items at least 1
         * @return this builder
         */
        public Builder stopAtCount(long items) {
            trigger.metadata("stopAtCount", Long.toString(items));
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
