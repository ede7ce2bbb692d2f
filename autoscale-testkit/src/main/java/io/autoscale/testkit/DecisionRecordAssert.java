// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundResult;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome.Status;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions for the record of a round. A failure shows the record's sentence. */
public final class DecisionRecordAssert extends AbstractAssert<DecisionRecordAssert, DecisionRecord> {

    DecisionRecordAssert(DecisionRecord record) {
        super(record, DecisionRecordAssert.class);
        as("round: %s", record);
    }

    /**
     * Verifies that the round completed: a plan was made, and executed if there was something to do.
     *
     * @return this assertion
     */
    public DecisionRecordAssert isCompleted() {
        return endedAs(RoundResult.COMPLETED, RoundCause.NONE);
    }

    /**
     * Verifies that the round was skipped.
     *
     * @param cause the expected cause
     * @return this assertion
     */
    public DecisionRecordAssert isSkippedBecause(RoundCause cause) {
        return endedAs(RoundResult.SKIPPED, cause);
    }

    /**
     * Verifies that the round failed.
     *
     * @param cause the expected cause
     * @return this assertion
     */
    public DecisionRecordAssert isFailedBecause(RoundCause cause) {
        return endedAs(RoundResult.FAILED, cause);
    }

    /**
     * Verifies the number of steps with a status. It is 0 for a round that executed nothing.
     *
     * @param status the status
     * @param count the expected number of steps
     * @return this assertion
     */
    public DecisionRecordAssert hasOutcome(Status status, int count) {
        isNotNull();
        ExecutionOutcome outcome = actual.outcome();
        Assertions.assertThat(outcome == null ? 0 : outcome.count(status))
                .as("%s, steps that ended as %s", descriptionText(), status)
                .isEqualTo(count);
        return this;
    }

    /**
     * Verifies that the round's sentence contains a text.
     *
     * @param text the expected part of the sentence
     * @return this assertion
     */
    public DecisionRecordAssert explains(String text) {
        isNotNull();
        Assertions.assertThat(actual.sentence()).as(descriptionText()).contains(text);
        return this;
    }

    private DecisionRecordAssert endedAs(RoundResult result, RoundCause cause) {
        isNotNull();
        Assertions.assertThat(actual.result()).as(descriptionText()).isEqualTo(result);
        Assertions.assertThat(actual.cause()).as(descriptionText()).isEqualTo(cause);
        return this;
    }
}
