// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.util.List;

/**
 * What a registration does next.
 *
 * @param round the number of the round, or of the one before for a pass that is none
 * @param target what the pass works on
 * @param unused channels that nothing uses any more
 */
record Step(Kind kind, long round, RoundTarget target, List<TriggerChannel> unused) {

    enum Kind {
        /** Count, read, plan, carry out. */
        ROUND,
        /** Keep the history limits. */
        CLEANUP,
        /** Go on with the end of a removed registration. */
        REMOVAL,
        /** Say that a tick was dropped since the round before is under way. */
        DROPPED,
        /** Say that scaling is held. */
        PAUSED,
        /** Give up the sources: the registration has ended. */
        END,
        NOTHING
    }
}
