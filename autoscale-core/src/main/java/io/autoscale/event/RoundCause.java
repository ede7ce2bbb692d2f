// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

/** Why a round was skipped or failed; one code each, fit for counting. */
public enum RoundCause {
    /** The round completed. */
    NONE,
    /** The round before was still running, so this tick was dropped. */
    STILL_RUNNING,
    /** The registration is paused. */
    PAUSED,
    /** The registration was removed while the round was under way, so its plan was not carried out. */
    REMOVED,
    /** The jobs could not be counted. */
    CENSUS_FAILED,
    /** The count is too old to decide from. */
    CENSUS_STALE,
    /** No thread could be had for the round. */
    NOT_STARTED,
    /** The strategy threw, or did not answer in time. */
    STRATEGY_FAILED,
    /** The executor threw, or did not answer in time: what it did is not known. */
    EXECUTION_FAILED
}
