// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.autoscale.event.DecisionRecord;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.Readiness;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of a ScaledJob. Pure: computed from the scaled job and its last round, and compared with the last written
 * status. The names of fields, conditions and reasons are those of KEDA.
 *
 * @param conditions {@code Ready}, {@code Active} and {@code Paused}
 * @param lastActiveTime when a trigger was last active, as far as known; null for never
 * @param triggersTypes the types of the triggers, separated by commas
 * @param authenticationsTypes the names of their authentications, separated by commas
 * @param externalMetricNames the names of their metrics, as far as known
 * @param triggersActivity whether each trigger is active, by metric name
 */
public record ScaledJobStatus(
        List<Condition> conditions,
        @Nullable Instant lastActiveTime,
        String triggersTypes,
        String authenticationsTypes,
        List<String> externalMetricNames,
        Map<String, Boolean> triggersActivity) {

    /** Copies lists and maps. */
    public ScaledJobStatus {
        conditions = List.copyOf(conditions);
        externalMetricNames = List.copyOf(externalMetricNames);
        triggersActivity = Map.copyOf(triggersActivity);
    }

    /**
     * Returns the status after a round that made a plan.
     *
     * @param job the scaled job
     * @param round the record of the round
     * @param paused whether scaling is paused
     * @return the status; its conditions are never empty
     * @throws IllegalArgumentException if the round made no plan
     */
    public static ScaledJobStatus of(ScaledJob job, DecisionRecord round, boolean paused) {
        ScalingPlan plan = round.plan();
        if (plan == null) {
            throw new IllegalArgumentException("round: '" + round + "' is not valid, expected one that made a plan");
        }
        List<String> metrics = new ArrayList<>();
        Map<String, Boolean> activity = new TreeMap<>();
        for (TriggerReading reading : round.readings()) {
            if (reading instanceof TriggerReading.Observed seen) {
                metrics.add(seen.metric().name());
                activity.put(seen.metric().name(), seen.isActive());
            }
        }
        return new ScaledJobStatus(
                List.of(ready(plan, round), active(plan.isActive()), paused(paused)),
                plan.isActive() ? round.startedAt().truncatedTo(ChronoUnit.SECONDS) : null,
                types(job),
                authentications(job),
                metrics,
                activity);
    }

    /**
     * Returns the status of a valid scaled job whose scaling is paused, so that no trigger is read.
     *
     * @param job the scaled job
     * @return a status that is ready, not active and paused
     */
    public static ScaledJobStatus paused(ScaledJob job) {
        return unread(
                job,
                new Condition(
                        "Ready", "True", Readiness.READY.reason(), "ScaledJob is defined correctly and is paused"),
                true);
    }

    /**
     * Returns the status of a valid scaled job whose first round could not complete.
     *
     * @param job the scaled job
     * @param reason the reason, one word such as {@code ScaledJobCheckFailed}
     * @param message why no round can complete
     */
    static ScaledJobStatus notReady(ScaledJob job, String reason, String message) {
        return unread(job, new Condition("Ready", "False", reason, message), false);
    }

    /**
     * Returns the same status with another {@code Ready} condition.
     *
     * @param reason the reason, one word such as {@code ScaledJobCheckFailed}
     * @param message why no round can complete
     */
    ScaledJobStatus notReady(String reason, String message) {
        List<Condition> changed = new ArrayList<>(conditions);
        changed.set(0, new Condition("Ready", "False", reason, message));
        return new ScaledJobStatus(
                changed, lastActiveTime, triggersTypes, authenticationsTypes, externalMetricNames, triggersActivity);
    }

    /**
     * Returns the status of an invalid scaled job.
     *
     * @param reason the reason, one word such as {@code ScaledJobCheckFailed}
     * @param message the error
     * @return a status that is not ready and not active
     */
    public static ScaledJobStatus refused(String reason, String message) {
        return new ScaledJobStatus(
                List.of(new Condition("Ready", "False", reason, message), active(false)),
                null,
                "",
                "",
                List.of(),
                Map.of());
    }

    /**
     * Returns whether another status is the same, ignoring the time of the last activity, which alone causes no write.
     */
    boolean saysTheSameAs(ScaledJobStatus other) {
        return conditions.equals(other.conditions)
                && triggersTypes.equals(other.triggersTypes)
                && authenticationsTypes.equals(other.authenticationsTypes)
                && externalMetricNames.equals(other.externalMetricNames)
                && triggersActivity.equals(other.triggersActivity);
    }

    /** Returns whether a status in the cluster already contains all of this, ignoring the time of the last activity. */
    boolean isSaidBy(Map<String, Object> current) {
        Map<String, Object> expected = new LinkedHashMap<>(fields());
        expected.remove("lastActiveTime");
        return expected.entrySet().stream().allMatch(field -> field.getValue().equals(current.get(field.getKey())));
    }

    ScaledJobStatus lastActiveAt(@Nullable Instant time) {
        return new ScaledJobStatus(
                conditions, time, triggersTypes, authenticationsTypes, externalMetricNames, triggersActivity);
    }

    /** Returns the fields of the status as KEDA names them. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("conditions", conditions.stream().map(Condition::fields).toList());
        if (lastActiveTime != null) {
            fields.put("lastActiveTime", lastActiveTime.toString());
        }
        fields.put("triggersTypes", triggersTypes);
        fields.put("authenticationsTypes", authenticationsTypes);
        fields.put("externalMetricNames", externalMetricNames);
        Map<String, Object> activity = new TreeMap<>();
        triggersActivity.forEach((metric, active) -> activity.put(metric, Map.of("isActive", active)));
        fields.put("triggersActivity", activity);
        return fields;
    }

    private static Condition ready(ScalingPlan plan, DecisionRecord round) {
        String reason = plan.readiness().reason();
        if (plan.readiness() == Readiness.READY) {
            Optional<String> refused = Optional.ofNullable(round.outcome()).flatMap(ScaledJobStatus::whyNotCreated);
            if (refused.isPresent()) {
                return new Condition(
                        "Ready", "False", "KEDAJobCreateFailed", "jobs were not created: " + refused.get());
            }
            return new Condition("Ready", "True", reason, "ScaledJob is defined correctly and is scaled");
        }
        String failed = round.readings().stream()
                .filter(TriggerReading.Failed.class::isInstance)
                .map(reading -> reading.trigger() + " ("
                        + ((TriggerReading.Failed) reading).kind().name().toLowerCase(java.util.Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
        boolean partial = plan.readiness() == Readiness.PARTIAL_TRIGGER_ERROR;
        return new Condition("Ready", partial ? "Unknown" : "False", reason, "triggers could not be read: " + failed);
    }

    /** Why the first job was not created; empty if all were. */
    static Optional<String> whyNotCreated(ExecutionOutcome outcome) {
        return outcome.jobs().stream()
                .filter(job -> job.status() == Status.CREATE_FAILED
                        || job.status() == Status.CREATE_UNKNOWN
                        || job.status() == Status.NAME_TAKEN)
                .map(JobOutcome::detail)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Condition active(boolean active) {
        return active
                ? new Condition("Active", "True", "ScalerActive", "a trigger is active")
                : new Condition("Active", "False", "ScalerNotActive", "no trigger is active");
    }

    private static Condition paused(boolean paused) {
        return paused
                ? new Condition("Paused", "True", "ScaledJobPaused", "scaling is paused")
                : new Condition("Paused", "False", "ScaledJobUnpaused", "scaling is not paused");
    }

    /** The status of a scaled job of which no trigger was read. */
    private static ScaledJobStatus unread(ScaledJob job, Condition ready, boolean paused) {
        return new ScaledJobStatus(
                List.of(ready, active(false), paused(paused)),
                null,
                types(job),
                authentications(job),
                List.of(),
                Map.of());
    }

    private static String types(ScaledJob job) {
        return job.triggers().stream().map(Trigger::type).distinct().collect(Collectors.joining(","));
    }

    private static String authentications(ScaledJob job) {
        return job.triggers().stream()
                .flatMap(trigger -> trigger.authenticationRef().stream())
                .map(reference -> reference.name())
                .distinct()
                .collect(Collectors.joining(","));
    }
}
