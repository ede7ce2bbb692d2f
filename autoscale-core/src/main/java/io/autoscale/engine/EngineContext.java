// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/** What all registrations share: time, threads, limits and listeners. */
record EngineContext(
        InstantSource clock, TaskScheduler scheduler, Executor executor, EngineLimits limits, EventDispatcher events) {

    EngineContext(
            InstantSource clock,
            TaskScheduler scheduler,
            Executor executor,
            EngineLimits limits,
            List<AutoscalerListener> listeners) {
        this(clock, scheduler, executor, limits, new EventDispatcher(listeners));
    }

    /** Tells every listener; one that throws or hangs does not keep it from the others. */
    void publish(AutoscalerEvent event) {
        events.add(event);
        events.deliver();
    }
}
