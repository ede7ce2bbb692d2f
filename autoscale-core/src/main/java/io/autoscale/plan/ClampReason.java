// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

/** Why the number of jobs differs from what the strategy asked for. */
public enum ClampReason {
    /** {@code minTotalJobCount} asks for more than the strategy. */
    MIN_TOTAL_JOB_COUNT,
    /** Unfinished jobs never exceed {@code maxReplicaCount}. */
    MAX_REPLICA_COUNT
}
