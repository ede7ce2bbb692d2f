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

    private static final ThreadLocal<Boolean> IN_NEWS = ThreadLocal.withInitial(() -> false);

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

    /** Runs news of a deadline on another thread, or on this one where no other is to be had. */
    void elsewhere(Runnable task) {
        Runnable marked = () -> {
            boolean nested = IN_NEWS.get();
            IN_NEWS.set(true);
            try {
                task.run();
            } finally {
                IN_NEWS.set(nested);
            }
        };
        try {
            executor.execute(marked);
        } catch (RuntimeException | Error e) {
            marked.run();
        }
    }

    /** Says whether this thread brings news of a deadline, so that nothing that may hang should run on it. */
    static boolean isInNews() {
        return IN_NEWS.get();
    }

    /** Queues an event for every listener; another thread hands it out, as listeners may be slow. */
    void publish(AutoscalerEvent event) {
        events.add(event);
        deliver();
    }

    /** Hands out what is queued, on another thread, or on this one where no other is to be had. */
    void deliver() {
        try {
            executor.execute(events::deliver);
        } catch (RuntimeException | Error e) {
            events.deliver();
        }
    }
}
