// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import io.autoscale.internal.Packed;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.source.TriggerReading.Failed;
import io.autoscale.source.TriggerReading.Observed;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions about a workload, in about 100 bytes each. An idle round that observed the same as the previous
 * one replaces it. Thread-safe.
 */
public final class DecisionHistory {

    private final int capacity;
    private final Deque<Packed> records = new ArrayDeque<>(2);

    /**
     * Creates an empty history.
     *
     * @param capacity the maximum number of decisions: at least 1
     * @throws IllegalArgumentException if the capacity is below 1
     */
    public DecisionHistory(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: '" + capacity + "' is not valid, expected >= 1");
        }
        this.capacity = capacity;
    }

    /**
     * Adds the decision of a round, and removes the oldest if the capacity is exceeded.
     *
     * @param record the record of the round
     */
    public synchronized void add(DecisionRecord record) {
        Packed last = records.peekLast();
        if (last != null && record.isIdle() && record.isIdleLike(unpacked(last))) {
            records.removeLast();
        } else if (records.size() == capacity) {
            records.removeFirst();
        }
        records.addLast(packed(record, last));
    }

    /**
     * Returns the decisions.
     *
     * @return a copy of the records, oldest first
     */
    public synchronized List<DecisionRecord> toList() {
        return records.stream().map(DecisionHistory::unpacked).toList();
    }

    private static Packed packed(DecisionRecord record, @Nullable Packed like) {
        Packed.Writer to = new Packed.Writer();
        to.word(record.workload()).number(record.round());
        to.instant(record.startedAt()).instant(record.finishedAt());
        RoundDurations took = record.durations();
        to.duration(took.lateness())
                .duration(took.census())
                .duration(took.reads())
                .duration(took.planning())
                .duration(took.execution());
        to.word(record.result()).word(record.cause()).word(record.message()).word(record.traceId());
        to.number(record.readings().size());
        record.readings().forEach(reading -> write(reading, to));
        ScalingPlan plan = record.plan();
        to.number(plan == null ? 0 : 1);
        if (plan != null) {
            plan.pack(to);
        }
        write(record.outcome(), plan == null ? List.of() : plan.jobsToCreate(), to);
        return to.packed(like);
    }

    private static DecisionRecord unpacked(Packed packed) {
        Packed.Reader from = packed.reader();
        WorkloadRef workload = from.word(WorkloadRef.class);
        long round = from.number();
        Instant startedAt = from.instant();
        Instant finishedAt = from.instant();
        RoundDurations durations =
                new RoundDurations(from.duration(), from.duration(), from.duration(), from.duration(), from.duration());
        RoundResult result = from.word(RoundResult.class);
        RoundCause cause = from.word(RoundCause.class);
        String message = from.word(String.class);
        String traceId = from.word(String.class);
        List<TriggerReading> readings = new ArrayList<>();
        for (int left = from.integer(); left > 0; left--) {
            readings.add(reading(from));
        }
        List<TriggerReading> read = List.copyOf(readings);
        ScalingPlan plan = from.number() == 0 ? null : ScalingPlan.unpack(from, read);
        ExecutionOutcome outcome = outcome(from, plan == null ? List.of() : plan.jobsToCreate());
        return new DecisionRecord(
                workload,
                round,
                startedAt,
                finishedAt,
                durations,
                result,
                cause,
                message,
                read,
                plan,
                outcome,
                traceId);
    }

    private static void write(TriggerReading reading, Packed.Writer to) {
        to.word(reading.trigger()).instant(reading.at()).duration(reading.latency());
        if (reading instanceof Observed seen) {
            to.number(0).word(seen.metric()).real(seen.sample().value());
            to.number(seen.sample().parts().size());
            seen.sample().parts().forEach((name, part) -> to.word(name).real(part));
        } else if (reading instanceof Failed failed) {
            to.number(1).word(failed.kind()).word(failed.message());
        }
    }

    private static TriggerReading reading(Packed.Reader from) {
        String trigger = from.word(String.class);
        Instant at = from.instant();
        Duration latency = from.duration();
        if (from.number() == 1) {
            return new Failed(trigger, from.word(ScalerException.Kind.class), from.word(String.class), at, latency);
        }
        MetricSpec metric = from.word(MetricSpec.class);
        double value = from.real();
        Map<String, Double> parts = new HashMap<>();
        for (int left = from.integer(); left > 0; left--) {
            String name = from.word(String.class);
            parts.put(name, from.real());
        }
        return new Observed(trigger, metric, new MetricSample(value, at, parts), latency);
    }

    /** The name of a job is omitted if its outcome is at the position of the job in the plan. */
    private static void write(@Nullable ExecutionOutcome outcome, List<String> planned, Packed.Writer to) {
        to.number(outcome == null ? 0 : 1 + outcome.jobs().size());
        if (outcome != null) {
            for (int i = 0; i < outcome.jobs().size(); i++) {
                JobOutcome job = outcome.jobs().get(i);
                boolean inOrder = i < planned.size() && planned.get(i).equals(job.job());
                to.word(inOrder ? null : job.job()).word(job.status()).word(job.detail());
            }
        }
    }

    private static @Nullable ExecutionOutcome outcome(Packed.Reader from, List<String> planned) {
        int size = from.integer() - 1;
        if (size < 0) {
            return null;
        }
        List<JobOutcome> jobs = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String name = from.wordOrNull(String.class);
            jobs.add(new JobOutcome(
                    name == null ? planned.get(i) : name,
                    from.word(JobOutcome.Status.class),
                    from.wordOrNull(String.class)));
        }
        return new ExecutionOutcome(jobs);
    }
}
