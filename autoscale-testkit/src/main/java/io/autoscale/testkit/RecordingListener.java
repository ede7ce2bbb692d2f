// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.DecisionRecord;
import java.util.ArrayList;
import java.util.List;

/** Records every event. Thread-safe. */
public final class RecordingListener implements AutoscalerListener {

    private final List<AutoscalerEvent> events = new ArrayList<>();

    /** Creates a listener without events. */
    public RecordingListener() {}

    @Override
    public synchronized void onEvent(AutoscalerEvent event) {
        events.add(event);
    }

    /**
     * Returns all events so far.
     *
     * @return a copy, in order
     */
    public synchronized List<AutoscalerEvent> events() {
        return List.copyOf(events);
    }

    /**
     * Returns the events of one type.
     *
     * @param kind the type
     * @param <E> the type
     * @return a copy, in order
     */
    public <E extends AutoscalerEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Returns the records of completed rounds.
     *
     * @return the records, in order
     */
    public List<DecisionRecord> completed() {
        return events(AutoscalerEvent.RoundCompleted.class).stream()
                .map(AutoscalerEvent.RoundCompleted::decision)
                .toList();
    }

    /**
     * Returns the records of skipped rounds.
     *
     * @return the records, in order
     */
    public List<DecisionRecord> skipped() {
        return events(AutoscalerEvent.RoundSkipped.class).stream()
                .map(AutoscalerEvent.RoundSkipped::decision)
                .toList();
    }

    /**
     * Returns the records of failed rounds.
     *
     * @return the records, in order
     */
    public List<DecisionRecord> failed() {
        return events(AutoscalerEvent.RoundFailed.class).stream()
                .map(AutoscalerEvent.RoundFailed::decision)
                .toList();
    }
}
