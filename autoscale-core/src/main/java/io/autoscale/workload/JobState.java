// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/** Where a job is in its life, as far as scaling is concerned. */
public enum JobState {
    /** Not finished, and no pod of it runs or has succeeded (or by the listed pod conditions). */
    PENDING(false),
    /** Not finished and at work. */
    RUNNING(false),
    /** Condition {@code Complete} is True. */
    SUCCEEDED(true),
    /** Condition {@code Failed} is True. */
    FAILED(true);

    private final boolean finished;

    JobState(boolean finished) {
        this.finished = finished;
    }

    /**
     * Says whether the job has ended for good.
     *
     * @return true for succeeded and failed jobs
     */
    public boolean isFinished() {
        return finished;
    }
}
