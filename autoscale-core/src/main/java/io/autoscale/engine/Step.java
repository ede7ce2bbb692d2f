// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.util.List;

/**
 * The next step of a registration.
 *
 * @param round the number of the round; for other passes, the number of the previous round
 * @param target the target of the pass
 * @param lateness how late the tick was that started the pass
 * @param unused channels that are no longer used
 */
record Step(Kind kind, long round, RoundTarget target, Duration lateness, List<TriggerChannel> unused) {

    enum Kind {
        /** Count, read, plan and execute. */
        ROUND,
        /** Enforce the history limits. */
        CLEANUP,
        /** Continue the removal of a registration. */
        REMOVAL,
        /** Report that a tick was skipped because the previous round is still running. */
        DROPPED,
        /** Report that scaling is paused. */
        PAUSED,
        /** Close the sources, because the registration has ended. */
        END,
        NOTHING
    }
}
