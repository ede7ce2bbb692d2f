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
 * @param executor runs the steps of rounds
 * @param calls runs calls into user code that may take long, so that they do not keep rounds from their threads
 */
record EngineContext(
        InstantSource clock,
        TaskScheduler scheduler,
        Executor executor,
        Executor calls,
        EngineLimits limits,
        EventDispatcher events) {

    EngineContext(
            InstantSource clock,
            TaskScheduler scheduler,
            Executor executor,
            Executor calls,
            EngineLimits limits,
            List<AutoscalerListener> listeners) {
        this(clock, scheduler, executor, calls, limits, new EventDispatcher(listeners));
    }

    /** Publishes an event to every listener. */
    void publish(AutoscalerEvent event) {
        events.add(event);
        events.deliver();
    }
}
