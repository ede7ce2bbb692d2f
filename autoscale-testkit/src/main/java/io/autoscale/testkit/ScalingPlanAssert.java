// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.plan.ClampReason;
import io.autoscale.plan.ScalingPlan;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions for a plan. A failure shows the plan's explanation. */
public final class ScalingPlanAssert extends AbstractAssert<ScalingPlanAssert, ScalingPlan> {

    ScalingPlanAssert(ScalingPlan plan) {
        super(plan, ScalingPlanAssert.class);
        as("plan: %s", plan);
    }

    /**
     * Verifies the number of jobs to create.
     *
     * @param count the expected number of jobs
     * @return this assertion
     */
    public ScalingPlanAssert creates(int count) {
        Assertions.assertThat(actual.jobsToCreate()).as(descriptionText()).hasSize(count);
        return this;
    }

    /**
     * Verifies the names of the jobs to create.
     *
     * @param names the expected names, in order
     * @return this assertion
     */
    public ScalingPlanAssert createsJobs(String... names) {
        Assertions.assertThat(actual.jobsToCreate()).as(descriptionText()).containsExactly(names);
        return this;
    }

    /**
     * Verifies the number of finished jobs to delete.
     *
     * @param count the expected number of jobs
     * @return this assertion
     */
    public ScalingPlanAssert deletes(int count) {
        Assertions.assertThat(actual.jobsToDelete()).as(descriptionText()).hasSize(count);
        return this;
    }

    /**
     * Verifies the names of the unfinished jobs of an older template to delete.
     *
     * @param names the expected names, in order
     * @return this assertion
     */
    public ScalingPlanAssert replacesJobs(String... names) {
        Assertions.assertThat(actual.jobsToTerminate()).as(descriptionText()).containsExactly(names);
        return this;
    }

    /**
     * Verifies that a bound changed the strategy's number.
     *
     * @param reason the expected bound
     * @return this assertion
     */
    public ScalingPlanAssert isClampedBy(ClampReason reason) {
        Assertions.assertThat(actual.clamps()).as(descriptionText()).anyMatch(clamp -> clamp.reason() == reason);
        return this;
    }

    /**
     * Verifies that the explanation contains a text.
     *
     * @param text the expected part of the explanation
     * @return this assertion
     */
    public ScalingPlanAssert explains(String text) {
        Assertions.assertThat(actual.explanation().toString())
                .as(descriptionText())
                .contains(text);
        return this;
    }
}
