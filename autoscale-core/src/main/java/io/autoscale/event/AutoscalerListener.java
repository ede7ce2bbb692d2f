// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

/**
 * Receives events, one at a time and in order, on the thread of the round that published the event or on a thread of
 * the engine. While a listener is busy, up to 1,024 further events are queued. Beyond that, the oldest events are
 * dropped, but no {@link AutoscalerEvent.RegistrationChanged}, and a warning is logged. A slow listener does not delay rounds of other workloads or other listeners.
 * Exceptions of a listener are logged.
 */
@FunctionalInterface
public interface AutoscalerListener {

    /**
     * Receives an event.
     *
     * @param event the event
     */
    void onEvent(AutoscalerEvent event);

    /**
     * Returns a listener that writes to SLF4J: rounds that change something at INFO, failures and warnings at WARN, the
     * rest at DEBUG.
     */
    static AutoscalerListener logging() {
        return new LoggingListener();
    }
}
