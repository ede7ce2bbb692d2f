// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.DecisionRecord;
import io.autoscale.spec.ScaledJob;
import java.util.List;
import java.util.Optional;

/** One scaled job in the care of the engine. Safe from any thread. */
public interface Registration extends AutoCloseable {

    /**
     * What is scaled.
     *
     * @return the scaled job
     */
    ScaledJob scaledJob();

    /** Holds scaling: rounds are skipped, running jobs go on. Without effect when it is held already. */
    void pause();

    /** Goes on with scaling, with a round at once. Without effect when it is not held. */
    void resume();

    /**
     * Says whether scaling is held by {@link #pause()}.
     *
     * @return true between pause and resume
     */
    boolean isPaused();

    /** Asks for a round now; when one is under way, for one right after it. */
    void triggerNow();

    /**
     * The last decisions.
     *
     * @return oldest first; an idle round that repeats the one before takes its place
     */
    List<DecisionRecord> decisions();

    /**
     * The last decision.
     *
     * @return the record, or empty before the first round
     */
    default Optional<DecisionRecord> lastDecision() {
        List<DecisionRecord> all = decisions();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /**
     * Whether rounds come when they should.
     *
     * @return the health at this moment
     */
    RegistrationHealth health();

    /**
     * Ends the care: no new round begins, a round under way is waited for within a bound, sources are closed. Jobs are
     * left alone. Without effect when closed already.
     */
    @Override
    void close();
}
