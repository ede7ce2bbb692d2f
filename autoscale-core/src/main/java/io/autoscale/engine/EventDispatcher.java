// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to listeners, to each one in order and one at a time. While a listener is busy, its events wait in a
 * bounded queue, from which a change of a registration is dropped last: it is not repeated, as a round is. A listener
 * that throws or blocks therefore delays no other listener and no round.
 */
final class EventDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
    private static final int LONGEST_QUEUE = 1_024;
    private static final int MOST_CHANGES = 65_536;
    private static final ThreadLocal<Boolean> IN_LISTENER = ThreadLocal.withInitial(() -> false);

    private final List<Inbox> inboxes;

    EventDispatcher(List<AutoscalerListener> listeners) {
        this.inboxes = listeners.stream().map(Inbox::new).toList();
    }

    /**
     * Returns whether this thread runs a listener. It must not wait for a round, which may be waiting for the listener.
     */
    static boolean isInListener() {
        return IN_LISTENER.get();
    }

    /** Queues an event. The next {@link #deliver()} delivers it. */
    void add(AutoscalerEvent event) {
        inboxes.forEach(inbox -> inbox.add(event));
    }

    /** Delivers queued events on this thread, except to listeners that are busy on another thread. */
    void deliver() {
        inboxes.forEach(Inbox::deliver);
    }

    private static final class Inbox {
        private final AutoscalerListener listener;
        private final Deque<AutoscalerEvent> events = new ArrayDeque<>();
        private boolean busy;
        private long dropped;

        Inbox(AutoscalerListener listener) {
            this.listener = listener;
        }

        synchronized void add(AutoscalerEvent event) {
            if (events.size() >= LONGEST_QUEUE && dropOldest()) {
                if (dropped++ % LONGEST_QUEUE == 0) {
                    LOG.warn("a listener is too slow; {} of its events were dropped so far", dropped);
                }
            }
            events.addLast(event);
        }

        private boolean dropOldest() {
            for (Iterator<AutoscalerEvent> oldest = events.iterator(); oldest.hasNext(); ) {
                if (!(oldest.next() instanceof AutoscalerEvent.RegistrationChanged)) {
                    oldest.remove();
                    return true;
                }
            }
            return events.size() >= MOST_CHANGES && events.pollFirst() != null;
        }

        void deliver() {
            for (AutoscalerEvent event = take(false); event != null; event = take(true)) {
                hand(event);
            }
        }

        /** Takes the next event. Its thread is busy with the listener until there is none. */
        private synchronized @Nullable AutoscalerEvent take(boolean mine) {
            if (busy && !mine) {
                return null;
            }
            AutoscalerEvent event = events.pollFirst();
            busy = event != null;
            return event;
        }

        private void hand(AutoscalerEvent event) {
            boolean nested = IN_LISTENER.get();
            IN_LISTENER.set(true);
            boolean ended = false;
            try {
                listener.onEvent(event);
                ended = true;
            } catch (RuntimeException | LinkageError e) {
                // an incomplete class path of a listener must not stop scaling
                LOG.warn("a listener threw on {} of {}", event.getClass().getSimpleName(), event.workload(), e);
                ended = true;
            } finally {
                IN_LISTENER.set(nested);
                if (!ended) {
                    synchronized (this) {
                        busy = false;
                    }
                }
            }
        }
    }
}
