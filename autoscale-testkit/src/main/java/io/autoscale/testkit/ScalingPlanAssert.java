// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.plan.ClampReason;
import io.autoscale.plan.ScalingPlan;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions on a plan; a failure shows the plan's explanation. */
public final class ScalingPlanAssert extends AbstractAssert<ScalingPlanAssert, ScalingPlan> {

    ScalingPlanAssert(ScalingPlan plan) {
        super(plan, ScalingPlanAssert.class);
        as("plan: %s", plan);
    }

    /**
     * The plan creates a number of jobs.
     *
     * @param count how many
     * @return this assertion
     */
    public ScalingPlanAssert creates(int count) {
        Assertions.assertThat(actual.jobsToCreate()).as(descriptionText()).hasSize(count);
        return this;
    }

    /**
     * The plan creates exactly these jobs.
     *
     * @param names their names, in order
     * @return this assertion
     */
    public ScalingPlanAssert createsJobs(String... names) {
        Assertions.assertThat(actual.jobsToCreate()).as(descriptionText()).containsExactly(names);
        return this;
    }

    /**
     * The plan deletes a number of finished jobs.
     *
     * @param count how many
     * @return this assertion
     */
    public ScalingPlanAssert deletes(int count) {
        Assertions.assertThat(actual.jobsToDelete()).as(descriptionText()).hasSize(count);
        return this;
    }

    /**
     * The plan deletes unfinished jobs of an older template.
     *
     * @param names their names, in order
     * @return this assertion
     */
    public ScalingPlanAssert replacesJobs(String... names) {
        Assertions.assertThat(actual.jobsToTerminate()).as(descriptionText()).containsExactly(names);
        return this;
    }

    /**
     * A bound changed the strategy's number.
     *
     * @param reason which bound
     * @return this assertion
     */
    public ScalingPlanAssert isClampedBy(ClampReason reason) {
        Assertions.assertThat(actual.clamps()).as(descriptionText()).anyMatch(clamp -> clamp.reason() == reason);
        return this;
    }

    /**
     * Verifies that the explanation contains a text.
     *
     * @param text part of the sentence
     * @return this assertion
     */
    public ScalingPlanAssert explains(String text) {
        Assertions.assertThat(actual.explanation().toString())
                .as(descriptionText())
                .contains(text);
        return this;
    }
}
