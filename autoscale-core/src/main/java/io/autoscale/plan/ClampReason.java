// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

/** The reason why the number of jobs differs from the number that the strategy requested. */
public enum ClampReason {
    /** {@code minTotalJobCount} requires more jobs than the strategy requested. */
    MIN_TOTAL_JOB_COUNT,
    /** The number of unfinished jobs never exceeds {@code maxReplicaCount}. */
    MAX_REPLICA_COUNT
}
