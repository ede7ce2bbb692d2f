// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.DecisionRecord;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.Removal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A registered scaled job. Thread-safe. */
public interface Registration extends AutoCloseable {

    /**
     * The scaled job.
     *
     * @return the scaled job
     */
    ScaledJob scaledJob();

    /**
     * Replaces the specification from the next round on. Keeps created jobs that are not observed yet, the decisions
     * and a pause. An unchanged trigger keeps its source. The update itself creates and deletes no job. A changed
     * polling interval takes effect immediately. If {@link ScaledJob#isPaused()} changes from true to false, a round
     * starts immediately.
     *
     * @param changed the changed specification of the same scaled job
     * @throws io.autoscale.validation.InvalidConfigurationException if a trigger is invalid; in that case nothing
     *     changes
     * @throws IllegalArgumentException if it is another scaled job
     * @throws IllegalStateException if the registration is closed or removed
     */
    void update(ScaledJob changed);

    /**
     * Ends scaling. No new round starts, and a running round does not start to execute its plan. A plan that is already
     * being executed is completed. With {@link Removal#ORPHAN}, the registration then ends. Otherwise it stays until no
     * unfinished job is left, and enforces the history limits. Failed steps are repeated at each polling interval, and
     * at least every 10 s. May be called again with another removal: kill replaces drain, and orphan ends both.
     *
     * @param removal what happens to the jobs
     * @return a future that completes when the registration is closed; canceled if it was closed before its jobs were
     *     gone. Callers that wait for it must set their own timeout
     */
    CompletableFuture<Void> remove(Removal removal);

    /**
     * Pauses scaling: rounds are skipped, running jobs continue, history limits are enforced. Has no effect if already
     * paused.
     */
    void pause();

    /** Resumes scaling and starts a round immediately. Has no effect if not paused by {@link #pause()}. */
    void resume();

    /**
     * Returns whether scaling is paused by {@link #pause()} or by the annotation of the scaled job.
     *
     * @return true while rounds are skipped for either reason
     */
    boolean isPaused();

    /** Starts a round now, or right after the running one. */
    void triggerNow();

    /**
     * The last decisions.
     *
     * @return oldest first; an idle round replaces the previous one if it observed the same
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
     * Ends the registration: no new round starts, and sources are closed. Waits for a running round up to the close
     * timeout, unless called by a listener. Creates and deletes no job. Has no effect if already closed.
     */
    @Override
    void close();
}
