// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;

/** Runs a task later. Abstracts time: real threads in production, a manual clock in tests and simulations. */
@FunctionalInterface
public interface TaskScheduler {

    /**
     * Runs a task once, after a delay.
     *
     * @param delay how long to wait; zero or less to run immediately
     * @param task the task; must be short because it runs on the scheduler's thread
     * @return a handle to cancel it
     */
    Scheduled schedule(Duration delay, Runnable task);

    /** A scheduled task. */
    @FunctionalInterface
    interface Scheduled {

        /** Cancels the task. Has no effect if it has run. */
        void cancel();
    }
}
