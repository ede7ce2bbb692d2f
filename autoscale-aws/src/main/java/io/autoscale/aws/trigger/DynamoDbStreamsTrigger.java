// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

/**
 * Builds the trigger {@code aws-dynamodb-streams}, with the same metadata as a KEDA manifest: the
 * number of shards of the latest stream of a table.
 *
 * <p>Calls on the table also go to {@code awsEndpoint}, unless it is an AWS host. AWS hosts for streams do not serve
 * tables.
 */
public final class DynamoDbStreamsTrigger extends AwsTriggerBuilder<DynamoDbStreamsTrigger> {

    /** The trigger type. */
    public static final String TYPE = "aws-dynamodb-streams";

    private DynamoDbStreamsTrigger() {
        super(TYPE);
    }

    /** Returns a builder. Table and region are required. */
    public static DynamoDbStreamsTrigger builder() {
        return new DynamoDbStreamsTrigger();
    }

    /**
     * Sets the table.
     *
     * @param table its name or ARN
     */
    public DynamoDbStreamsTrigger tableName(String table) {
        return set("tableName", table);
    }

    /**
     * Sets the target number of shards per job; 2 by default.
     *
     * @param shards at least 0; 0 requests no jobs
     */
    public DynamoDbStreamsTrigger shardCount(long shards) {
        return set("shardCount", shards);
    }

    /**
     * Sets the activation threshold: the trigger is active above this number of shards; 0 by default.
     *
     * @param shards a whole number
     */
    public DynamoDbStreamsTrigger activationShardCount(long shards) {
        return set("activationShardCount", shards);
    }

    /**
     * Sets whether only open shards count. The default is false: closed shards, which exist for one day, count too.
     * If true, records that are still unread in closed shards have no effect. Not in KEDA, which counts all shards.
     *
     * @param flag the flag
     */
    public DynamoDbStreamsTrigger openShardsOnly(boolean flag) {
        return set("openShardsOnly", flag);
    }

    /**
     * Sets the maximum number of pages of 100 shards per read; 100 by default. A read that needs more pages fails. Not in
     * KEDA.
     *
     * @param pages at least 1
     */
    public DynamoDbStreamsTrigger maxPages(long pages) {
        return set("maxPages", pages);
    }
}
