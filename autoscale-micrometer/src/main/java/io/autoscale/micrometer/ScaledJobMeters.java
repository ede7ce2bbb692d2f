// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.demand.Demand;
import io.autoscale.event.AutoscalerEvent.GuardState;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundResult;
import io.autoscale.plan.Clamp;
import io.autoscale.plan.ClampReason;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.WorkloadRef;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meters of one scaled job. */
final class ScaledJobMeters implements AutoCloseable {

    private static final double MILLIS = 1_000;

    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean perTrigger;
    private final Meters meters;
    private final Map<RoundCause, Timer> rounds = new EnumMap<>(RoundCause.class);
    private final Map<ClampReason, Counter> clamped = new EnumMap<>(ClampReason.class);
    private final Meters.Value lateness;
    private final Meters.Value paused;
    private final Meters.Value backlog;
    private final Meters.Value desired;
    private final Meters.Value unfinished;
    private final Meters.Value pending;
    private final Meters.Value maximum;
    private final Meters.Value interval;
    private final Counter created;
    private final Counter deleted;
    private final Counter notCreated;
    private final Counter notDeleted;
    private final @Nullable KedaJobMeters keda;
    private final Map<String, TriggerMeters> triggers = new HashMap<>();
    private List<Trigger> described = List.of();
    private volatile long lastRound;

    ScaledJobMeters(MeterRegistry registry, WorkloadRef workload, boolean perTrigger, @Nullable KedaTotals keda) {
        this.registry = registry;
        this.tags = Tags.of("namespace", workload.namespace(), "scaled.job", workload.name());
        this.perTrigger = perTrigger;
        this.meters = new Meters(registry, tags);
        this.lateness = meters.value(MeterName.ROUND_LATENESS);
        this.paused = meters.value(MeterName.PAUSED);
        this.backlog = meters.value(MeterName.BACKLOG);
        this.desired = meters.value(MeterName.DESIRED);
        this.unfinished = meters.value(MeterName.UNFINISHED);
        this.pending = meters.value(MeterName.PENDING);
        this.maximum = meters.value(MeterName.MAXIMUM);
        this.interval = meters.value(MeterName.INTERVAL);
        this.created = meters.counter(MeterName.CREATED);
        this.deleted = meters.counter(MeterName.DELETED);
        // zero from the start, or the first increase would not be seen
        this.notCreated = meters.counter(MeterName.FAILURES, "step", "create");
        this.notDeleted = meters.counter(MeterName.FAILURES, "step", "delete");
        this.keda = keda == null ? null : new KedaJobMeters(registry, workload, keda);
        this.lastRound = registry.config().clock().wallTime();
        meters.gauge(MeterName.ROUND_AGE, () -> (registry.config().clock().wallTime() - lastRound) / MILLIS);
        paused.set(false);
        var unused = timer(RoundResult.COMPLETED, RoundCause.NONE);
    }

    /** Adapts the meters to the specification. */
    void describe(ScaledJob job) {
        maximum.set(job.bounds().maximum());
        interval.set(seconds(job.pollingInterval()));
        if (job.triggers().equals(described)) {
            return;
        }
        described = job.triggers();
        triggers.values().forEach(TriggerMeters::close);
        triggers.clear();
        for (int i = 0; i < described.size(); i++) {
            String label = described.get(i).label(i);
            KedaTriggerMeters ofKeda = keda == null ? null : keda.trigger(described.get(i), i);
            triggers.put(
                    label,
                    new TriggerMeters(registry, perTrigger ? tags.and("trigger", label) : tags, perTrigger, ofKeda));
        }
        if (keda != null) {
            keda.describe(described);
        }
    }

    void paused(boolean now) {
        paused.set(now);
    }

    void skipped(DecisionRecord round) {
        timer(round.result(), round.cause()).record(Duration.ZERO);
        if (round.cause() == RoundCause.PAUSED) {
            counts(null); // they are neither read nor counted
        }
    }

    void round(DecisionRecord round) {
        timer(round.result(), round.cause()).record(Duration.between(round.startedAt(), round.finishedAt()));
        lastRound = round.finishedAt().toEpochMilli();
        lateness.set(seconds(round.durations().lateness()));
        for (TriggerReading reading : round.readings()) {
            TriggerMeters trigger = triggers.get(reading.trigger());
            if (trigger != null) {
                trigger.read(reading);
            }
        }
        counts(round.plan());
        jobs(round);
        if (keda != null) {
            keda.round(round);
        }
    }

    void jobs(DecisionRecord pass) {
        ExecutionOutcome outcome = pass.outcome();
        if (outcome != null && !outcome.jobs().isEmpty()) {
            created.increment(outcome.count(Status.CREATED));
            deleted.increment(outcome.count(Status.DELETED));
            notCreated.increment(outcome.count(Status.CREATE_FAILED) + outcome.count(Status.CREATE_UNKNOWN));
            notDeleted.increment(outcome.count(Status.DELETE_FAILED));
        }
    }

    void breaker(String label, GuardState state) {
        TriggerMeters trigger = triggers.get(label);
        if (trigger != null) {
            trigger.breaker(state);
        }
    }

    @Override
    public void close() {
        meters.close();
        triggers.values().forEach(TriggerMeters::close);
        if (keda != null) {
            keda.close();
        }
    }

    private void counts(@Nullable ScalingPlan plan) {
        Demand demand = plan == null || plan.demand().isUnknown() ? null : plan.demand();
        backlog.set(demand == null ? Double.NaN : demand.backlog());
        desired.set(demand == null ? Double.NaN : demand.desiredJobs());
        unfinished.set(plan == null ? Double.NaN : plan.census().running());
        pending.set(plan == null ? Double.NaN : plan.census().pending());
        if (plan != null) {
            for (Clamp clamp : plan.clamps()) {
                clamped.computeIfAbsent(
                                clamp.reason(), reason -> meters.counter(MeterName.CLAMPED, "reason", lower(reason)))
                        .increment();
            }
        }
    }

    private Timer timer(RoundResult result, RoundCause cause) {
        return rounds.computeIfAbsent(
                cause, key -> meters.timer(MeterName.ROUNDS, "result", lower(result), "cause", lower(key)));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
