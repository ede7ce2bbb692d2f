// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;

/**
 * Runs a task later. The seam for time: real threads in production, a hand-turned clock in tests and simulations.
 */
@FunctionalInterface
public interface TaskScheduler {

    /**
     * Runs a task once, after a delay.
     *
     * @param delay how long to wait; zero or less for at once
     * @param task what to run; short, since it runs on the scheduler's own thread
     * @return a handle to call it off
     */
    Scheduled schedule(Duration delay, Runnable task);

    /** A task that was put off. */
    @FunctionalInterface
    interface Scheduled {

        /** Calls the task off; without effect when it has run. */
        void cancel();
    }
}
