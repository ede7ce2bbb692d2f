// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

/** How a round ended. */
public enum RoundResult {
    /** A plan was made, and executed if there was something to do. */
    COMPLETED,
    /** Nothing was tried. */
    SKIPPED,
    /** No plan could be made or executed. Later rounds resolve what is uncertain. */
    FAILED
}
