// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.metric.MetricSample;
import io.autoscale.source.TriggerReading;
import io.autoscale.source.TriggerReading.Observed;
import java.util.ArrayList;
import java.util.List;

/**
 * Corrects readings that began before the jobs were counted because they were shared, cached or late. Such a reading
 * may still include the work of jobs that have ended. One target value is subtracted for each of these jobs.
 */
final class Outstanding {

    private Outstanding() {}

    /**
     * Returns, for each reading, how many jobs may have ended after it began; empty if there are none for any reading.
     */
    static List<Integer> endedSince(List<TriggerReading> readings, RoundMemory memory) {
        List<Integer> ended = new ArrayList<>(readings.size());
        boolean some = false;
        for (TriggerReading reading : readings) {
            int jobs = reading instanceof Observed ? memory.endedSince(reading.at()) : 0;
            some |= jobs > 0;
            ended.add(jobs);
        }
        return some ? List.copyOf(ended) : List.of();
    }

    /** Returns the readings without the work of ended jobs. */
    static List<TriggerReading> of(List<TriggerReading> readings, List<Integer> ended) {
        if (ended.isEmpty()) {
            return readings;
        }
        List<TriggerReading> left = new ArrayList<>(readings.size());
        for (int i = 0; i < readings.size(); i++) {
            left.add(
                    readings.get(i) instanceof Observed seen && ended.get(i) > 0
                            ? new Observed(seen.trigger(), seen.metric(), less(seen, ended.get(i)))
                            : readings.get(i));
        }
        return left;
    }

    private static MetricSample less(Observed seen, int jobs) {
        double value = seen.sample().value() - jobs * seen.metric().target().amount();
        return new MetricSample(
                Math.max(0, value), seen.sample().observedAt(), seen.sample().parts());
    }
}
