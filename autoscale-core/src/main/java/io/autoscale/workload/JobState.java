// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/** The state of a job as far as it is relevant for scaling. */
public enum JobState {
    /** Not finished, and no pod is running or has succeeded (or, if conditions are listed, no pod meets them). */
    PENDING(false),
    /** Not finished and not pending. */
    RUNNING(false),
    /** The condition {@code Complete} is True. */
    SUCCEEDED(true),
    /** The condition {@code Failed} is True. */
    FAILED(true);

    private final boolean finished;

    JobState(boolean finished) {
        this.finished = finished;
    }

    /**
     * Returns whether the job has finished.
     *
     * @return true for succeeded and failed jobs
     */
    public boolean isFinished() {
        return finished;
    }
}
