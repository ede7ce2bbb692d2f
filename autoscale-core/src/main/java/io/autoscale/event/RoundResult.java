// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

/** How a round ended. */
public enum RoundResult {
    /** A plan was made, and carried out where there was something to do. */
    COMPLETED,
    /** Nothing was tried. */
    SKIPPED,
    /** No plan could be made or carried out; what was not made certain is settled by the rounds to come. */
    FAILED
}
