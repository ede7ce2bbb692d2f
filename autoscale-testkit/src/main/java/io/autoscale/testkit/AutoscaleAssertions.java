// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.event.DecisionRecord;
import io.autoscale.plan.ScalingPlan;

/** Entry point for the assertions of this module. */
public final class AutoscaleAssertions {

    private AutoscaleAssertions() {}

    /**
     * Returns assertions for a plan.
     *
     * @param plan the plan
     * @return the assertions
     */
    public static ScalingPlanAssert assertThat(ScalingPlan plan) {
        return new ScalingPlanAssert(plan);
    }

    /**
     * Returns assertions for the record of a round.
     *
     * @param record the record of the round
     * @return the assertions
     */
    public static DecisionRecordAssert assertThat(DecisionRecord record) {
        return new DecisionRecordAssert(record);
    }

    /**
     * Returns assertions for jobs in memory.
     *
     * @param jobs the jobs
     * @return the assertions
     */
    public static InMemoryJobsAssert assertThat(InMemoryJobs jobs) {
        return new InMemoryJobsAssert(jobs);
    }
}
