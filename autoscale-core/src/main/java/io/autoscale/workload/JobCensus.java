// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The counts of a workload's jobs at one instant. Immutable.
 *
 * <p>Jobs that were created but are not in the observation yet count as running and as pending: they are not finished
 * and no pod of theirs is known.
 */
public final class JobCensus {

    private final Instant observedAt;
    private final List<ObservedJob> jobs;
    private final CreationLedger ledger;
    private final int running;
    private final int pending;
    private final int suspended;
    private final int terminating;
    private final int succeeded;
    private final int failed;
    private final int claimed;

    private JobCensus(Instant observedAt, List<ObservedJob> jobs, CreationLedger ledger, int[] counts) {
        this.observedAt = Objects.requireNonNull(observedAt, "observedAt");
        this.jobs = jobs;
        this.ledger = ledger;
        this.running = counts[0];
        this.pending = counts[1];
        this.suspended = counts[2];
        this.terminating = counts[3];
        this.succeeded = counts[4];
        this.failed = counts[5];
        this.claimed = counts[6];
    }

    /**
     * A census of jobs that were seen.
     *
     * @param observedAt the instant up to which every created job is known; for a list read from the API server, the
     *     instant before the request
     * @param jobs every job of the workload, finished ones included
     * @return the census
     */
    public static JobCensus of(Instant observedAt, Collection<ObservedJob> jobs) {
        int[] counts = new int[7];
        for (ObservedJob job : jobs) {
            switch (job.state()) {
                case PENDING -> counts[1]++;
                case RUNNING -> {}
                case SUCCEEDED -> counts[4]++;
                case FAILED -> counts[5]++;
            }
            if (!job.state().isFinished()) {
                counts[0]++;
                counts[2] += job.suspended() ? 1 : 0;
                counts[3] += job.terminating() ? 1 : 0;
            }
        }
        return new JobCensus(observedAt, List.copyOf(jobs), CreationLedger.EMPTY, counts);
    }

    /**
     * A census of bare numbers, for sums and what-if questions.
     *
     * @param observedAt the instant of the census
     * @param running jobs not finished, pending ones included: at least 0
     * @param pending those of them that are pending: from 0 to running
     * @return the census
     * @throws IllegalArgumentException when a number is out of range
     */
    public static JobCensus ofCounts(Instant observedAt, int running, int pending) {
        if (running < 0) {
            throw new IllegalArgumentException("running: '" + running + "' is not valid, expected >= 0");
        }
        if (pending < 0 || pending > running) {
            throw new IllegalArgumentException(
                    "pending: '" + pending + "' is not valid, expected 0 to running (" + running + ")");
        }
        return new JobCensus(observedAt, List.of(), CreationLedger.EMPTY, new int[] {running, pending, 0, 0, 0, 0, 0});
    }

    /**
     * No job at all.
     *
     * @param observedAt the instant of the census
     * @return the census
     */
    public static JobCensus empty(Instant observedAt) {
        return of(observedAt, List.of());
    }

    /**
     * The same census, with what the one who creates jobs knows beside it.
     *
     * @param known what was created and is not seen yet, and which names cannot be used
     * @return the census with unseen jobs counted as running and pending
     */
    public JobCensus with(CreationLedger known) {
        int unseen = known.unseen().size() - ledger.unseen().size();
        return new JobCensus(observedAt, jobs, known, new int[] {
            running + unseen, pending + unseen, suspended, terminating, succeeded, failed, claimed
        });
    }

    /**
     * The same census, with what is known of work that was taken.
     *
     * @param jobs of the running that are not pending, those that have not taken work yet: from 0 to their number
     * @return the census
     * @throws IllegalArgumentException when the number is out of range
     */
    public JobCensus claiming(int jobs) {
        if (jobs < 0 || jobs > running - pending) {
            throw new IllegalArgumentException("claimed: '" + jobs + "' is not valid, expected 0 to running - pending ("
                    + (running - pending) + ")");
        }
        return new JobCensus(observedAt, this.jobs, ledger, new int[] {
            running, pending, suspended, terminating, succeeded, failed, jobs
        });
    }

    /**
     * The instant up to which every created job is known.
     *
     * @return the instant
     */
    public Instant observedAt() {
        return observedAt;
    }

    /**
     * Every job that was seen, finished ones included.
     *
     * @return an unmodifiable list; empty for a census of bare numbers
     */
    public List<ObservedJob> jobs() {
        return jobs;
    }

    /**
     * Jobs not finished: pending, suspended, terminating and unseen ones included.
     *
     * @return the number of jobs
     */
    public int running() {
        return running;
    }

    /**
     * Of the running: those without a pod that runs or has succeeded; unseen ones included.
     *
     * @return the number of jobs
     */
    public int pending() {
        return pending;
    }

    /**
     * Of the running: those held by their own spec.
     *
     * @return the number of jobs
     */
    public int suspended() {
        return suspended;
    }

    /**
     * Of the running: those that are ending but not finished.
     *
     * @return the number of jobs
     */
    public int terminating() {
        return terminating;
    }

    /**
     * Of the running: those created by us and not yet in the observation.
     *
     * @return the number of jobs
     */
    public int unseen() {
        return ledger.unseen().size();
    }

    /**
     * Of the running: those that are not pending and have not taken work yet, as far as is known.
     *
     * @return the number of jobs; 0 where claims are off
     */
    public int claimed() {
        return claimed;
    }

    /**
     * Finished jobs that succeeded.
     *
     * @return the number of jobs
     */
    public int succeeded() {
        return succeeded;
    }

    /**
     * Finished jobs that failed.
     *
     * @return the number of jobs
     */
    public int failed() {
        return failed;
    }

    /**
     * What the one who creates jobs knows beside the observation.
     *
     * @return the ledger; empty unless one was given
     */
    public CreationLedger ledger() {
        return ledger;
    }

    /**
     * The names of the unseen jobs.
     *
     * @return an unmodifiable set
     */
    public Set<String> unseenNames() {
        return ledger.unseen();
    }

    /**
     * The counts alone, without the jobs.
     *
     * @return the counts
     */
    public CensusCounts counts() {
        return new CensusCounts(observedAt, running, pending, suspended, terminating, unseen(), claimed);
    }

    /** Returns the counts in one line. */
    @Override
    public String toString() {
        return "JobCensus[running " + running + ", pending " + pending + ", suspended " + suspended + ", terminating "
                + terminating + ", unseen " + unseen() + ", succeeded " + succeeded + ", failed " + failed + ", at "
                + observedAt + "]";
    }
}
