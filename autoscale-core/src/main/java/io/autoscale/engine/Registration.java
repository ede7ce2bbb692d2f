// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.DecisionRecord;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.Removal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One registered scaled job. Safe from any thread. */
public interface Registration extends AutoCloseable {

    /**
     * What is scaled.
     *
     * @return the scaled job
     */
    ScaledJob scaledJob();

    /**
     * Goes on with another specification from the next round on. What was created and is not seen yet, the decisions,
     * and a pause stay; a trigger that is the same keeps its source. No job is touched by the change itself. A changed
     * polling interval counts at once, and where {@link ScaledJob#isPaused()} no longer holds, a round comes at once.
     *
     * @param changed the same scaled job, changed
     * @throws io.autoscale.validation.InvalidConfigurationException when a trigger cannot be used; nothing changes then
     * @throws IllegalArgumentException when it is another scaled job
     * @throws IllegalStateException when the registration is closed or removed
     */
    void update(ScaledJob changed);

    /**
     * Ends scaling. No new round begins, and a round under way does not begin to carry out its plan. A plan that is
     * already being carried out is finished. With {@link Removal#ORPHAN} this is all. Else the registration stays until
     * no unfinished job is left, and looks after the history limits. It tries again what fails, at each polling
     * interval, but at least every 10 s. May be called again with another removal: kill wins over drain, orphan ends
     * both.
     *
     * @param removal what becomes of the jobs
     * @return done when the registration is closed; cancelled when it was closed before its jobs were gone. Waiting for
     *     it is bounded by the caller alone
     */
    CompletableFuture<Void> remove(Removal removal);

    /** Holds scaling: rounds are skipped, running jobs go on, history limits are kept. Without effect when it is held already. */
    void pause();

    /** Goes on with scaling, with a round at once. Without effect when it is not held. */
    void resume();

    /**
     * Says whether scaling is held, by {@link #pause()} or by the annotation of the scaled job.
     *
     * @return true while rounds are skipped for either
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
     * Ends the registration: no new round begins, sources are closed. Waits, within a bound, for a round under way,
     * unless a listener calls this. Jobs are left alone. Without effect when closed already.
     */
    @Override
    void close();
}
