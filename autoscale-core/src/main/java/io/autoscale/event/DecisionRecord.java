// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inputs, decision and outcome of one round. It answers questions such as "why not 10?".
 *
 * @param workload the workload
 * @param round the number of the round, from 1 for each registration
 * @param startedAt when the round began
 * @param finishedAt when the round ended
 * @param durations the duration of each phase
 * @param result how the round ended
 * @param cause why the round was skipped or failed; {@link RoundCause#NONE} if it completed
 * @param message what failed, without a secret; empty if the round completed
 * @param readings the readings of the triggers, with their times; empty if none was taken
 * @param plan the plan, with counts, the strategy's number and each clamp; null if none was made
 * @param outcome the outcome of the plan; null if it was not executed
 * @param traceId the id of the trace of the round; empty if it was not traced
 */
public record DecisionRecord(
        WorkloadRef workload,
        long round,
        Instant startedAt,
        Instant finishedAt,
        RoundDurations durations,
        RoundResult result,
        RoundCause cause,
        String message,
        List<TriggerReading> readings,
        @Nullable ScalingPlan plan,
        @Nullable ExecutionOutcome outcome,
        String traceId) {

    /** Copies the readings. */
    public DecisionRecord {
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(finishedAt, "finishedAt");
        Objects.requireNonNull(durations, "durations");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(traceId, "traceId");
        readings = List.copyOf(readings);
    }

    /**
     * Returns whether this round and another one were both idle and observed the same numbers. Only one of two such
     * rounds needs to be kept.
     *
     * @param other the other record
     * @return true if both rounds were idle and alike
     */
    public boolean isIdleLike(DecisionRecord other) {
        if (result != other.result || cause != other.cause) {
            return false;
        }
        ScalingPlan mine = plan;
        ScalingPlan theirs = other.plan;
        if (mine == null || theirs == null) {
            return mine == theirs && message.equals(other.message);
        }
        return mine.isEmpty()
                && theirs.isEmpty()
                && mine.demand().equals(theirs.demand())
                && mine.census().isSameAs(theirs.census())
                && mine.decision().equals(theirs.decision())
                && mine.clamps().equals(theirs.clamps());
    }

    /** Returns whether there was nothing to do. Only idle rounds can be alike. */
    boolean isIdle() {
        return plan == null || plan.isEmpty();
    }

    /**
     * The round in one sentence: the observed numbers, the decision with its reason, and the outcome.
     *
     * @return a text without line breaks
     */
    public String sentence() {
        StringBuilder text = new StringBuilder(workload.toString())
                .append(" round ")
                .append(round)
                .append(": ");
        ScalingPlan made = plan;
        if (made == null) {
            return text.append(result.name().toLowerCase(java.util.Locale.ROOT))
                    .append(", ")
                    .append(message)
                    .toString();
        }
        text.append(made.explanation());
        ExecutionOutcome done = outcome;
        if (done != null && !done.jobs().isEmpty()) {
            text.append("; ").append(done);
        }
        return message.isEmpty()
                ? text.toString()
                : text.append("; ").append(message).toString();
    }

    /**
     * The record as one JSON object: inputs with their times and ages, counts, the strategy's number, each clamp, the
     * plan and its outcome.
     *
     * @return JSON in one line
     */
    public String toJson() {
        return DecisionJson.of(this);
    }

    /** Returns {@link #sentence()}. */
    @Override
    public String toString() {
        return sentence();
    }
}
