// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

/**
 * Is told what happens. Called on the thread of the round, one call at a time per registration: a slow listener holds
 * up its own registration only. What is known before the first round is told on the thread that registers. What it throws is logged, and the round goes on.
 */
@FunctionalInterface
public interface AutoscalerListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void onEvent(AutoscalerEvent event);

    /**
     * A listener that writes to SLF4J: rounds that change something at INFO, failures and warnings at WARN, the rest at DEBUG.
     *
     * @return the listener
     */
    static AutoscalerListener logging() {
        return new LoggingListener();
    }
}
