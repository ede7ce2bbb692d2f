// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What all registrations share: time, threads, limits and listeners.
 *
 * @param executor runs what waits for nobody: the news of a deadline that has passed, events, the last step of a close
 * @param calls runs rounds and other calls into user code, which may take long
 */
record EngineContext(
        InstantSource clock,
        TaskScheduler scheduler,
        Executor executor,
        Executor calls,
        EngineLimits limits,
        EventDispatcher events,
        Deadlines deadlines) {

    EngineContext(
            InstantSource clock,
            TaskScheduler scheduler,
            Executor executor,
            Executor calls,
            EngineLimits limits,
            List<AutoscalerListener> listeners) {
        this(
                clock,
                scheduler,
                executor,
                calls,
                limits,
                new EventDispatcher(listeners),
                new Deadlines(clock, scheduler));
    }

    /** Runs what waits for nobody on another thread, or on this one where no other is to be had. */
    void elsewhere(Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException | Error e) {
            task.run();
        }
    }

    /** Publishes an event to every listener. */
    void publish(AutoscalerEvent event) {
        events.add(event);
        events.deliver();
    }
}
