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
 * What one round saw, decided and did. It answers "why not 10?".
 *
 * @param workload whose round
 * @param round the number of the round, from 1, per registration
 * @param startedAt when the round began
 * @param finishedAt when it ended
 * @param durations how long each phase took
 * @param result how it ended
 * @param cause why it was skipped or failed; {@link RoundCause#NONE} for a completed one
 * @param message what went wrong, without a secret; empty for a completed round
 * @param readings the triggers' readings, with their times; empty where none were taken
 * @param plan the plan, with counts, the strategy's number and each clamp; null where none was made
 * @param outcome what came of the plan; null where it was not carried out
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
        @Nullable ExecutionOutcome outcome) {

    /** Copies the readings. */
    public DecisionRecord {
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(finishedAt, "finishedAt");
        Objects.requireNonNull(durations, "durations");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(message, "message");
        readings = List.copyOf(readings);
    }

    /**
     * Says whether another round saw the same numbers and, like this one, had nothing to do; such rounds need not be
     * kept twice.
     *
     * @param other the other record
     * @return true when both are idle and alike
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

    /** Says whether there was nothing to do; only then another round can be like this one. */
    boolean isIdle() {
        return plan == null || plan.isEmpty();
    }

    /**
     * The round in one sentence: what was seen, why that number, what came of it.
     *
     * @return a line without line breaks
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
     * The record as one JSON object: inputs with their times and ages, counts, the strategy's number, each clamp, what
     * was planned and what came of it.
     *
     * @return JSON text in one line
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
