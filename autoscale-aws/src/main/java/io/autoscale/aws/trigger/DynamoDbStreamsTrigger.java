// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

/**
 * Builds the trigger {@code aws-dynamodb-streams}, as a manifest of KEDA writes it: the
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

    /** Starts a trigger; table and region are required. */
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
     * Sets how many shards one job carries; 2 unless set.
     *
     * @param shards at least 0; 0 wants no jobs
     */
    public DynamoDbStreamsTrigger shardCount(long shards) {
        return set("shardCount", shards);
    }

    /**
     * Sets the number of shards above which, strictly, the trigger is active; 0 unless set.
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
     * Sets how many pages of 100 shards a read may have; 100 unless set. A read that needs more fails, as
     * a part of the shards is not their number. KEDA does not know this key.
     *
     * @param pages at least 1
     */
    public DynamoDbStreamsTrigger maxPages(long pages) {
        return set("maxPages", pages);
    }
}
