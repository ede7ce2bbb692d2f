// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

/**
 * Builds the trigger {@code aws-dynamodb}, with the same metadata as a KEDA manifest: the number of
 * items that a query finds.
 */
public final class DynamoDbTrigger extends AwsTriggerBuilder<DynamoDbTrigger> {

    /** The trigger type. */
    public static final String TYPE = "aws-dynamodb";

    private DynamoDbTrigger() {
        super(TYPE);
    }

    /** Returns a builder. Table, key condition, attribute values, target value and region are required. */
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
     * Sets an index to query instead of the table.
     *
     * @param index the name of a local or global secondary index
     */
    public DynamoDbTrigger indexName(String index) {
        return set("indexName", index);
    }

    /**
     * Sets the key condition of the items to count.
     *
     * @param expression such as {@code #s = :p}
     */
    public DynamoDbTrigger keyConditionExpression(String expression) {
        return set("keyConditionExpression", expression);
    }

    /**
     * Sets a filter on other attributes. DynamoDB also charges for the items that the filter excludes.
     *
     * @param expression such as {@code attempts < :most}
     */
    public DynamoDbTrigger filterExpression(String expression) {
        return set("filterExpression", expression);
    }

    /**
     * Sets the names for the placeholders {@code #…} of the expressions.
     *
     * @param json a JSON object of strings, such as <code>{"#s": "status"}</code>
     */
    public DynamoDbTrigger expressionAttributeNames(String json) {
        return set("expressionAttributeNames", json);
    }

    /**
     * Sets the values for the placeholders {@code :…} of the expressions. All ten types are supported; {@code B} and {@code
     * BS} are base64.
     *
     * @param json a JSON object of typed values, such as <code>{":p": {"S": "pending"}}</code>
     */
    public DynamoDbTrigger expressionAttributeValues(String json) {
        return set("expressionAttributeValues", json);
    }

    /**
     * Sets the target number of items per job.
     *
     * @param items at least 0; 0 requests no jobs
     */
    public DynamoDbTrigger targetValue(long items) {
        return set("targetValue", items);
    }

    /**
     * Sets the activation threshold: the trigger is active above this number of items; 0 by default.
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
     * Sets the maximum number of pages of 1 MB of items per read; 100 by default. A read that needs more pages fails. Not in
     * KEDA.
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
