// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.event.DecisionRecord;
import io.autoscale.plan.ScalingPlan;

/** The way into the assertions of this module. */
public final class AutoscaleAssertions {

    private AutoscaleAssertions() {}

    /**
     * Asserts on a plan.
     *
     * @param plan the plan
     * @return its assertions
     */
    public static ScalingPlanAssert assertThat(ScalingPlan plan) {
        return new ScalingPlanAssert(plan);
    }

    /**
     * Asserts on what one round decided and did.
     *
     * @param record the record of the round
     * @return its assertions
     */
    public static DecisionRecordAssert assertThat(DecisionRecord record) {
        return new DecisionRecordAssert(record);
    }

    /**
     * Asserts on jobs in memory.
     *
     * @param jobs the jobs
     * @return their assertions
     */
    public static InMemoryJobsAssert assertThat(InMemoryJobs jobs) {
        return new InMemoryJobsAssert(jobs);
    }
}
