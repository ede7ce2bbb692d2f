// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions for jobs in memory. */
public final class InMemoryJobsAssert extends AbstractAssert<InMemoryJobsAssert, InMemoryJobs> {

    InMemoryJobsAssert(InMemoryJobs jobs) {
        super(jobs, InMemoryJobsAssert.class);
    }

    /**
     * Verifies the number of jobs ever created, each under a unique name.
     *
     * @param count the expected number of jobs
     * @return this assertion
     */
    public InMemoryJobsAssert createdExactly(int count) {
        Assertions.assertThat(actual.created())
                .as("jobs ever created")
                .hasSize(count)
                .doesNotHaveDuplicates();
        return this;
    }

    /**
     * Verifies that no more jobs were ever created than there were messages, each under a unique name. This holds for
     * every strategy with one job per message, even if parts of the system are slow, shared, cached or late.
     *
     * @param messages the number of messages ever in the queue
     * @return this assertion
     */
    public InMemoryJobsAssert createdNoMoreThan(int messages) {
        Assertions.assertThat(actual.created())
                .as("jobs ever created for %s messages", messages)
                .hasSizeLessThanOrEqualTo(messages)
                .doesNotHaveDuplicates();
        return this;
    }

    /**
     * Verifies that the number of unfinished jobs never exceeded a maximum.
     *
     * @param maximum the maximum
     * @return this assertion
     */
    public InMemoryJobsAssert neverExceeded(int maximum) {
        Assertions.assertThat(actual.store().mostUnfinished())
                .as("most unfinished jobs at once")
                .isLessThanOrEqualTo(maximum);
        return this;
    }

    /**
     * Verifies the current number of unfinished jobs.
     *
     * @param count the expected number of jobs
     * @return this assertion
     */
    public InMemoryJobsAssert hasUnfinished(int count) {
        Assertions.assertThat(actual.store().unfinished()).as("unfinished jobs").hasSize(count);
        return this;
    }
}
