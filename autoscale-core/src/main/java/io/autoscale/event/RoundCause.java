// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

/** The reason why a round was skipped or failed. One code each, suitable for metrics. */
public enum RoundCause {
    /** The round completed. */
    NONE,
    /** The previous round was still running, so this tick was skipped. */
    STILL_RUNNING,
    /** The registration is paused. */
    PAUSED,
    /** The registration was removed during the round, so the plan was not executed. */
    REMOVED,
    /** The jobs could not be counted. */
    CENSUS_FAILED,
    /** The count is too old. */
    CENSUS_STALE,
    /** No thread was available for the round. */
    NOT_STARTED,
    /** The strategy threw an exception or did not return in time. */
    STRATEGY_FAILED,
    /** The executor threw an exception or did not return in time. The outcome is unknown. */
    EXECUTION_FAILED
}
