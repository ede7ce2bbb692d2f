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
     * Uses another specification from the next round on. Jobs that were created and are not observed yet, the decisions
     * and a pause are kept; an unchanged trigger keeps its source. The change itself creates and deletes no job. A
     * changed polling interval takes effect at once. If {@link ScaledJob#isPaused()} was true and is not any more, a
     * round starts at once.
     *
     * @param changed the same scaled job, changed
     * @throws io.autoscale.validation.InvalidConfigurationException when a trigger cannot be used; nothing changes then
     * @throws IllegalArgumentException when it is another scaled job
     * @throws IllegalStateException when the registration is closed or removed
     */
    void update(ScaledJob changed);

    /**
     * Ends scaling. No new round begins, and a round under way does not begin to carry out its plan. A plan that is
     * already being executed is finished. With {@link Removal#ORPHAN} that is all. Otherwise the registration stays until
     * no unfinished job is left, and enforces the history limits. It repeats what fails at each polling interval, and at
     * least every 10 s. May be called again with another removal: kill replaces drain, and orphan ends both.
     *
     * @param removal what becomes of the jobs
     * @return completes when the registration is closed; canceled when it was closed before its jobs were gone. Callers
     *     that wait for it set their own time-out
     */
    CompletableFuture<Void> remove(Removal removal);

    /**
     * Pauses scaling: rounds are skipped, running jobs continue, history limits are enforced. No effect when paused
     * already.
     */
    void pause();

    /** Resumes scaling and starts a round at once. No effect when not paused by {@link #pause()}. */
    void resume();

    /**
     * Returns whether scaling is paused, by {@link #pause()} or by the annotation of the scaled job.
     *
     * @return true while rounds are skipped for either reason
     */
    boolean isPaused();

    /** Starts a round now, or right after the one that is running. */
    void triggerNow();

    /**
     * The last decisions.
     *
     * @return oldest first; an idle round that saw the same as the one before replaces it
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
     * Returns whether rounds run on time and triggers can be read.
     *
     * @return the health at this moment
     */
    RegistrationHealth health();

    /**
     * Ends the registration: no new round begins, sources are closed. Waits, within a bound, for a round under way,
     * unless a listener calls this. Creates and deletes no job. No effect when closed already.
     */
    @Override
    void close();
}
