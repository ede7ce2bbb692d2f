// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundResult;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome.Status;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions on the record of a round; a failure shows the record's sentence. */
public final class DecisionRecordAssert extends AbstractAssert<DecisionRecordAssert, DecisionRecord> {

    DecisionRecordAssert(DecisionRecord record) {
        super(record, DecisionRecordAssert.class);
        as("round: %s", record);
    }

    /**
     * The round completed: a plan was made, and carried out where there was something to do.
     *
     * @return this assertion
     */
    public DecisionRecordAssert isCompleted() {
        return endedAs(RoundResult.COMPLETED, RoundCause.NONE);
    }

    /**
     * The round was skipped.
     *
     * @param cause why
     * @return this assertion
     */
    public DecisionRecordAssert isSkippedBecause(RoundCause cause) {
        return endedAs(RoundResult.SKIPPED, cause);
    }

    /**
     * The round failed.
     *
     * @param cause why
     * @return this assertion
     */
    public DecisionRecordAssert isFailedBecause(RoundCause cause) {
        return endedAs(RoundResult.FAILED, cause);
    }

    /**
     * A number of steps of the plan ended in a way; 0 for a round that carried nothing out.
     *
     * @param status the way
     * @param count how many
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
     * @param text part of the sentence
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
