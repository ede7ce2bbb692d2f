// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

/**
 * Builds the trigger {@code aws-dynamodb}, as a manifest of KEDA writes it: the number of
 * items that a query finds.
 */
public final class DynamoDbTrigger extends AwsTriggerBuilder<DynamoDbTrigger> {

    /** The trigger type. */
    public static final String TYPE = "aws-dynamodb";

    private DynamoDbTrigger() {
        super(TYPE);
    }

    /** Starts a trigger; table, key condition, attribute values, target value and region are required. */
    public static DynamoDbTrigger builder() {
        return new DynamoDbTrigger();
    }

    /**
     * Sets the table.
     *
     * @param table its name or ARN
     */
    public DynamoDbTrigger tableName(String table) {
        return set("tableName", table);
    }

    /**
     * Asks an index of the table instead of the table itself.
     *
     * @param index the name of a local or global secondary index
     */
    public DynamoDbTrigger indexName(String index) {
        return set("indexName", index);
    }

    /**
     * Says which items are counted, by their key.
     *
     * @param expression such as {@code #s = :p}
     */
    public DynamoDbTrigger keyConditionExpression(String expression) {
        return set("keyConditionExpression", expression);
    }

    /**
     * Leaves out items by their other attributes. DynamoDB charges for those that are left out too.
     *
     * @param expression such as {@code attempts < :most}
     */
    public DynamoDbTrigger filterExpression(String expression) {
        return set("filterExpression", expression);
    }

    /**
     * Sets the names of the attributes that expressions write as {@code #…}; needed only when one does.
     *
     * @param json a JSON object of texts, such as <code>{"#s": "status"}</code>
     */
    public DynamoDbTrigger expressionAttributeNames(String json) {
        return set("expressionAttributeNames", json);
    }

    /**
     * Sets the values that expressions write as {@code :…}. All ten types are known; {@code B} and {@code
     * BS} are base64.
     *
     * @param json a JSON object of typed values, such as <code>{":p": {"S": "pending"}}</code>
     */
    public DynamoDbTrigger expressionAttributeValues(String json) {
        return set("expressionAttributeValues", json);
    }

    /**
     * Sets how many items one job carries.
     *
     * @param items at least 0; 0 wants no jobs
     */
    public DynamoDbTrigger targetValue(long items) {
        return set("targetValue", items);
    }

    /**
     * Sets the number of items above which, strictly, the trigger is active; 0 unless set.
     *
     * @param items a whole number
     */
    public DynamoDbTrigger activationTargetValue(long items) {
        return set("activationTargetValue", items);
    }

    /**
     * Sets whether reads are strongly consistent, so that the newest writes are always counted. This doubles the price
     * and is not possible on a global secondary index. The default is false. Not in KEDA.
     *
     * @param flag the flag
     */
    public DynamoDbTrigger consistentRead(boolean flag) {
        return set("consistentRead", flag);
    }

    /**
     * Sets how many pages of 1 MB of items a read may have; 100 unless set. A read that needs more fails,
     * as a part of the items is not their number. KEDA does not know this key.
     *
     * @param pages at least 1
     */
    public DynamoDbTrigger maxPages(long pages) {
        return set("maxPages", pages);
    }

    /**
     * Stops counting as soon as this many items are counted, to save the cost of further pages. By default, all items
     * are counted. If counting stops early, the value is at least this number but may be less than the real count. A
     * good choice is the target value times the maximum number of jobs. Not in KEDA.
     *
     * @param items at least 1
     */
    public DynamoDbTrigger stopAtCount(long items) {
        return set("stopAtCount", items);
    }
}
