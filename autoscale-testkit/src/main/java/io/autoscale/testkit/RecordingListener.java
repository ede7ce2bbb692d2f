// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.DecisionRecord;
import java.util.ArrayList;
import java.util.List;

/** Keeps every event. Safe from any thread. */
public final class RecordingListener implements AutoscalerListener {

    private final List<AutoscalerEvent> events = new ArrayList<>();

    /** Starts with no event. */
    public RecordingListener() {}

    @Override
    public synchronized void onEvent(AutoscalerEvent event) {
        events.add(event);
    }

    /**
     * All events so far.
     *
     * @return a copy, in order
     */
    public synchronized List<AutoscalerEvent> events() {
        return List.copyOf(events);
    }

    /**
     * The events of one kind.
     *
     * @param kind the kind
     * @param <E> the kind
     * @return a copy, in order
     */
    public <E extends AutoscalerEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * The decisions of completed rounds.
     *
     * @return in order
     */
    public List<DecisionRecord> completed() {
        return events(AutoscalerEvent.RoundCompleted.class).stream()
                .map(AutoscalerEvent.RoundCompleted::decision)
                .toList();
    }

    /**
     * The records of skipped rounds.
     *
     * @return in order
     */
    public List<DecisionRecord> skipped() {
        return events(AutoscalerEvent.RoundSkipped.class).stream()
                .map(AutoscalerEvent.RoundSkipped::decision)
                .toList();
    }

    /**
     * The records of failed rounds.
     *
     * @return in order
     */
    public List<DecisionRecord> failed() {
        return events(AutoscalerEvent.RoundFailed.class).stream()
                .map(AutoscalerEvent.RoundFailed::decision)
                .toList();
    }
}
