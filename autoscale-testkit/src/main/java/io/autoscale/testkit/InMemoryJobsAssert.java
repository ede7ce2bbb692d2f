// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions on jobs in memory. */
public final class InMemoryJobsAssert extends AbstractAssert<InMemoryJobsAssert, InMemoryJobs> {

    InMemoryJobsAssert(InMemoryJobs jobs) {
        super(jobs, InMemoryJobsAssert.class);
    }

    /**
     * A number of jobs was ever created, each under a name of its own.
     *
     * @param count how many
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
     * No more jobs were ever created than there were messages, each job under a name of its own. It holds for every
     * strategy that takes one job for each message, whatever is slow, shared, cached or late.
     *
     * @param messages how many messages were ever in the queue
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
     * Unfinished jobs never exceeded a number.
     *
     * @param maximum the number
     * @return this assertion
     */
    public InMemoryJobsAssert neverExceeded(int maximum) {
        Assertions.assertThat(actual.store().mostUnfinished())
                .as("most unfinished jobs at once")
                .isLessThanOrEqualTo(maximum);
        return this;
    }

    /**
     * A number of jobs is unfinished now.
     *
     * @param count how many
     * @return this assertion
     */
    public InMemoryJobsAssert hasUnfinished(int count) {
        Assertions.assertThat(actual.store().unfinished()).as("unfinished jobs").hasSize(count);
        return this;
    }
}
