// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

/**
 * What a registration does next.
 *
 * @param kind what
 * @param round the number of the round, or of the one before for a pass that is none
 */
record Step(Kind kind, long round) {

    enum Kind {
        /** Read, count, plan, carry out. */
        ROUND,
        /** Keep the history limits. */
        CLEANUP,
        /** Go on with the end of a removed registration. */
        REMOVAL,
        /** Say that a tick was dropped since the round before is under way. */
        DROPPED,
        /** Say that scaling is held. */
        HELD,
        /** Nothing. */
        NOTHING
    }

    static final Step NOTHING = new Step(Kind.NOTHING, 0);
}
