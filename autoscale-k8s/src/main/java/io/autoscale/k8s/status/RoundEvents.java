// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts events of the engine to Events of the cluster. Pure. */
final class RoundEvents {

    private RoundEvents() {}

    /**
     * Returns the Events for an event.
     *
     * @param event the event
     * @param activeBefore whether the workload was active before; null if unknown
     */
    static List<EventText> of(AutoscalerEvent event, @Nullable Boolean activeBefore) {
        if (event instanceof AutoscalerEvent.RoundCompleted completed) {
            return completed(completed.decision(), activeBefore);
        }
        if (event instanceof AutoscalerEvent.RoundFailed failed) {
            List<EventText> texts = new ArrayList<>();
            DecisionRecord round = failed.decision();
            addFailedReadings(texts, round);
            String reason =
                    round.cause() == RoundCause.EXECUTION_FAILED ? "KEDAJobCreateFailed" : "ScaledJobCheckFailed";
            texts.add(EventText.warning(reason, round.message()));
            return texts;
        }
        if (event instanceof AutoscalerEvent.RegistrationChanged registration) {
            return changed(registration.change());
        }
        if (event instanceof AutoscalerEvent.ConfigurationWarning warning) {
            return List.of(EventText.warning("ScaledJobCheckFailed", warning.message()));
        }
        return List.of();
    }

    private static List<EventText> changed(AutoscalerEvent.RegistrationChange change) {
        return switch (change) {
            case STARTED ->
                List.of(
                        EventText.normal("KEDAScalersStarted", "Started scalers watch"),
                        EventText.normal("ScaledJobReady", "ScaledJob is ready for scaling"));
            case UPDATED -> List.of();
            case PAUSED -> List.of(EventText.normal("ScaledJobPaused", "ScaledJob is paused"));
            case RESUMED -> List.of(EventText.normal("ScaledJobUnpaused", "ScaledJob is unpaused"));
            case ENDED -> List.of(EventText.normal("KEDAScalersStopped", "Stopped scalers watch"));
        };
    }

    private static List<EventText> completed(DecisionRecord round, @Nullable Boolean activeBefore) {
        List<EventText> texts = new ArrayList<>();
        addFailedReadings(texts, round);
        ScalingPlan plan = round.plan();
        if (plan == null) {
            return texts;
        }
        if (activeBefore == null ? plan.isActive() : activeBefore != plan.isActive()) {
            texts.add(
                    plan.isActive()
                            ? EventText.normal("ScaledJobActive", "a trigger is active")
                            : EventText.normal("ScaledJobInactive", "no trigger is active"));
        }
        ExecutionOutcome outcome = round.outcome();
        if (outcome != null) {
            addCreations(texts, plan, outcome);
            addReplacements(texts, plan, outcome);
        }
        return texts;
    }

    private static void addFailedReadings(List<EventText> texts, DecisionRecord round) {
        for (TriggerReading reading : round.readings()) {
            if (reading instanceof TriggerReading.Failed failed) {
                texts.add(
                        EventText.warning("KEDAScalerFailed", "trigger " + failed.trigger() + ": " + failed.message()));
            }
        }
    }

    private static void addCreations(List<EventText> texts, ScalingPlan plan, ExecutionOutcome outcome) {
        int wanted = plan.jobsToCreate().size();
        int created = outcome.count(Status.CREATED);
        if (created > 0) {
            texts.add(EventText.normal(
                    "KEDAJobsCreated", "Created " + created + (created == 1 ? " job" : " jobs") + " of " + wanted));
        }
        int there = outcome.count(Status.ALREADY_THERE);
        if (created + there < wanted && outcome.count(Status.DRY_RUN) == 0) {
            String why = ScaledJobStatus.whyNotCreated(outcome).orElse("not tried");
            texts.add(EventText.warning(
                    "KEDAJobCreateFailed",
                    (wanted - created - there) + " of " + wanted + " jobs were not created: " + why));
        }
    }

    private static void addReplacements(List<EventText> texts, ScalingPlan plan, ExecutionOutcome outcome) {
        if (plan.jobsToTerminate().isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>(plan.jobsToTerminate());
        long deleted = outcome.jobs().stream()
                .filter(job -> names.contains(job.job()) && job.status() == Status.DELETED)
                .count();
        texts.add(EventText.normal(
                "ScaledJobRolloutCleanupStarted", "Deleting " + names.size() + " jobs of an older template"));
        texts.add(
                deleted == names.size()
                        ? EventText.normal(
                                "ScaledJobRolloutCleanupCompleted", "Deleted " + deleted + " jobs of an older template")
                        : EventText.warning(
                                "ScaledJobRolloutCleanupFailed",
                                "Deleted " + deleted + " of " + names.size() + " jobs of an older template"));
    }
}
