// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * The shared context of all registrations: clock, scheduler, threads, limits and listeners.
 *
 * @param news runs tasks that do not block: expired deadlines, events and the last step of a close
 * @param calls runs rounds and other calls into user code, which may take long
 */
record EngineContext(
        InstantSource clock,
        TaskScheduler scheduler,
        Executor news,
        Executor calls,
        EngineLimits limits,
        RoundTracing tracing,
        EventDispatcher events,
        Deadlines deadlines) {

    private static final ThreadLocal<Boolean> IN_NEWS = ThreadLocal.withInitial(() -> false);

    /** Runs the task of an expired deadline on another thread, or on this one if no other is available. */
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
            news.execute(marked);
        } catch (RuntimeException | Error e) {
            marked.run();
        }
    }

    /** Returns whether this thread runs the task of an expired deadline and therefore must not block. */
    static boolean isInNews() {
        return IN_NEWS.get();
    }

    /** Queues an event for every listener. Another thread delivers it because listeners may be slow. */
    void publish(AutoscalerEvent event) {
        events.add(event);
        deliver();
    }

    /** Delivers queued events on another thread, or on this one if no other is available. */
    void deliver() {
        try {
            news.execute(events::deliver);
        } catch (RuntimeException | Error e) {
            events.deliver();
        }
    }
}
