// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

/**
 * Receives events, one at a time and in order. Called on the thread of the round that published the event, or on one of
 * the engine's. While a listener is busy, up to 1,024 further events wait for it; beyond that the oldest are dropped,
 * with a warning in the log. It delays no other round and no other listener. What it throws is logged.
 */
@FunctionalInterface
public interface AutoscalerListener {

    /**
     * Receives an event.
     *
     * @param event what happened
     */
    void onEvent(AutoscalerEvent event);

    /**
     * A listener that writes to SLF4J: rounds that change something at INFO, failures and warnings at WARN, the rest at
     * DEBUG.
     */
    static AutoscalerListener logging() {
        return new LoggingListener();
    }
}
