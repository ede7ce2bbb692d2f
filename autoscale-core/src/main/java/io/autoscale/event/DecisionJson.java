// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import io.autoscale.plan.Clamp;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobCounts;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Formats a decision record as JSON. */
final class DecisionJson {

    private DecisionJson() {}

    static String of(DecisionRecord record) {
        JsonObject json = new JsonObject()
                .text("workload", record.workload())
                .number("round", record.round())
                .text("startedAt", record.startedAt())
                .text("finishedAt", record.finishedAt())
                .raw("durations", durations(record.durations()))
                .text("result", record.result())
                .text("cause", record.cause())
                .text("message", record.message())
                .text("sentence", record.sentence())
                .array(
                        "readings",
                        record.readings().stream()
                                .map(reading -> reading(reading, record.finishedAt()))
                                .toList());
        if (!record.traceId().isEmpty()) {
            json.text("traceId", record.traceId());
        }
        ScalingPlan plan = record.plan();
        if (plan != null) {
            addPlan(json, plan);
        }
        ExecutionOutcome outcome = record.outcome();
        if (outcome != null) {
            json.array(
                    "outcome",
                    outcome.jobs().stream().map(DecisionJson::outcome).toList());
        }
        return json.toString();
    }

    private static String durations(RoundDurations durations) {
        return new JsonObject()
                .number("latenessMillis", millis(durations.lateness()))
                .number("censusMillis", millis(durations.census()))
                .number("readsMillis", millis(durations.reads()))
                .number("planningMillis", millis(durations.planning()))
                .number("executionMillis", millis(durations.execution()))
                .toString();
    }

    /** Limited to the range of a long: a source may return any instant. */
    private static long millis(Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static String reading(TriggerReading reading, Instant now) {
        JsonObject json = new JsonObject().text("trigger", reading.trigger()).text("at", reading.at());
        json.number("ageMillis", Math.max(0, millis(Duration.between(reading.at(), now))))
                .number("latencyMillis", millis(reading.latency()));
        if (reading instanceof TriggerReading.Observed seen) {
            JsonObject parts = new JsonObject();
            seen.sample().parts().forEach(parts::number);
            return json.text("metric", seen.metric().name())
                    .number("value", seen.sample().value())
                    .raw("parts", parts.toString())
                    .number("target", seen.metric().target().amount())
                    .number("activation", seen.metric().activation().value())
                    .flag("active", seen.isActive())
                    .toString();
        }
        TriggerReading.Failed failed = (TriggerReading.Failed) reading;
        return json.text("failed", failed.kind())
                .text("message", failed.message())
                .toString();
    }

    private static void addPlan(JsonObject json, ScalingPlan plan) {
        JobCounts census = plan.census();
        json.text("decisionId", plan.decisionId())
                .raw(
                        "census",
                        new JsonObject()
                                .text("at", census.observedAt())
                                .number("running", census.running())
                                .number("pending", census.pending())
                                .number("suspended", census.suspended())
                                .number("terminating", census.terminating())
                                .number("unseen", census.unseen())
                                .number("claimed", census.claimed())
                                .toString())
                .number("backlog", plan.demand().backlog())
                .number("desiredJobs", plan.demand().desiredJobs())
                .flag("active", plan.isActive())
                .text("readiness", plan.readiness().reason())
                .number("decided", plan.decision().jobs())
                .text("reason", plan.decision().reason())
                .array("clamps", plan.clamps().stream().map(DecisionJson::clamp).toList())
                .array("create", quoted(plan.jobsToCreate()))
                .array("delete", quoted(plan.jobsToDelete()))
                .array("terminate", quoted(plan.jobsToTerminate()));
    }

    private static String clamp(Clamp clamp) {
        return new JsonObject()
                .text("reason", clamp.reason())
                .number("before", clamp.before())
                .number("after", clamp.after())
                .toString();
    }

    private static String outcome(JobOutcome outcome) {
        return new JsonObject()
                .text("job", outcome.job())
                .text("status", outcome.status())
                .text("detail", outcome.detail())
                .toString();
    }

    private static List<String> quoted(List<String> names) {
        return names.stream().map(JsonObject::quoted).toList();
    }
}
