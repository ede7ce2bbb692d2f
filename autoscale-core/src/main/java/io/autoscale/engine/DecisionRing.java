// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.DecisionRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last decisions of a registration. An idle round that repeats the one before takes its place. */
final class DecisionRing {

    private final int capacity;
    private final Deque<DecisionRecord> records = new ArrayDeque<>(2);

    DecisionRing(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(DecisionRecord record) {
        DecisionRecord last = records.peekLast();
        if (last != null && record.isIdleLike(last)) {
            records.removeLast();
        } else if (records.size() == capacity) {
            records.removeFirst();
        }
        records.addLast(record);
    }

    synchronized List<DecisionRecord> toList() {
        return List.copyOf(records);
    }
}
