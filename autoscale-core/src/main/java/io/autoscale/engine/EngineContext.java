// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all registrations share: time, threads, limits and listeners. */
record EngineContext(
        InstantSource clock,
        TaskScheduler scheduler,
        Executor executor,
        EngineLimits limits,
        List<AutoscalerListener> listeners) {

    private static final Logger LOG = LoggerFactory.getLogger(EngineContext.class);

    EngineContext {
        listeners = List.copyOf(listeners);
    }

    /** Tells every listener; one that throws does not keep it from the others. */
    void publish(AutoscalerEvent event) {
        for (AutoscalerListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | LinkageError e) {
                // an incomplete class path of a listener is no reason to stop scaling
                LOG.warn("a listener threw on {} of {}", event.getClass().getSimpleName(), event.workload(), e);
            }
        }
    }
}
