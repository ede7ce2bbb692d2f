// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** One observation of a workload's jobs, with their counts. It contains only observed jobs. Immutable. */
public final class JobCensus {

    private final Instant observedAt;
    private final List<ObservedJob> jobs;
    private final int running;
    private final int pending;
    private final int suspended;
    private final int terminating;
    private final int succeeded;
    private final int failed;

    private JobCensus(Tally tally) {
        this.observedAt = Objects.requireNonNull(tally.observedAt, "observedAt");
        this.jobs = tally.jobs;
        this.running = tally.running;
        this.pending = tally.pending;
        this.suspended = tally.suspended;
        this.terminating = tally.terminating;
        this.succeeded = tally.succeeded;
        this.failed = tally.failed;
    }

    /**
     * Creates a census of observed jobs.
     *
     * @param observedAt the instant up to which all created jobs are known; for a list from the API server, the instant
     *     before the request
     * @param jobs all jobs of the workload, including finished ones
     */
    public static JobCensus of(Instant observedAt, Collection<ObservedJob> jobs) {
        Tally tally = new Tally(observedAt, List.copyOf(jobs));
        tally.jobs.forEach(tally::add);
        return new JobCensus(tally);
    }

    /**
     * Creates a census of counts without jobs, for what-if calculations.
     *
     * @param observedAt the instant of the census
     * @param running unfinished jobs, including pending ones: at least 0
     * @param pending the pending jobs among them: from 0 to running
     * @throws IllegalArgumentException if a number is out of range
     */
    public static JobCensus ofCounts(Instant observedAt, int running, int pending) {
        if (running < 0) {
            throw new IllegalArgumentException("running: '" + running + "' is not valid, expected >= 0");
        }
        if (pending < 0 || pending > running) {
            throw new IllegalArgumentException(
                    "pending: '" + pending + "' is not valid, expected 0 to running (" + running + ")");
        }
        Tally tally = new Tally(observedAt, List.of());
        tally.running = running;
        tally.pending = pending;
        return new JobCensus(tally);
    }

    /**
     * Creates a census without jobs.
     *
     * @param observedAt the instant of the census
     */
    public static JobCensus empty(Instant observedAt) {
        return of(observedAt, List.of());
    }

    /** The instant up to which all created jobs are known. */
    public Instant observedAt() {
        return observedAt;
    }

    /**
     * All observed jobs, including finished ones.
     *
     * @return an unmodifiable list; empty for a census of counts
     */
    public List<ObservedJob> jobs() {
        return jobs;
    }

    /**
     * Unfinished jobs, including pending, suspended and terminating ones.
     *
     * @return the number of jobs
     */
    public int running() {
        return running;
    }

    /**
     * Running jobs without a pod that is running or has succeeded.
     *
     * @return the number of jobs
     */
    public int pending() {
        return pending;
    }

    /**
     * Running jobs that are suspended by their own spec.
     *
     * @return the number of jobs
     */
    public int suspended() {
        return suspended;
    }

    /**
     * Running jobs that are terminating but not finished.
     *
     * @return the number of jobs
     */
    public int terminating() {
        return terminating;
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

    /** Returns the counts in one line. */
    @Override
    public String toString() {
        return "JobCensus[running " + running + ", pending " + pending + ", suspended " + suspended + ", terminating "
                + terminating + ", succeeded " + succeeded + ", failed " + failed + ", at " + observedAt + "]";
    }

    /** Accumulates the counts. */
    private static final class Tally {
        private final Instant observedAt;
        private final List<ObservedJob> jobs;
        private int running;
        private int pending;
        private int suspended;
        private int terminating;
        private int succeeded;
        private int failed;

        Tally(Instant observedAt, List<ObservedJob> jobs) {
            this.observedAt = observedAt;
            this.jobs = jobs;
        }

        void add(ObservedJob job) {
            switch (job.state()) {
                case SUCCEEDED -> succeeded++;
                case FAILED -> failed++;
                case PENDING -> pending++;
                case RUNNING -> {}
            }
            if (!job.state().isFinished()) {
                running++;
                suspended += job.suspended() ? 1 : 0;
                terminating += job.terminating() ? 1 : 0;
            }
        }
    }
}
