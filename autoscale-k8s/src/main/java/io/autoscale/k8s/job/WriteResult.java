// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.plan.JobOutcome;

/**
 * The result of one write.
 *
 * @param outcome the outcome of the step
 * @param hopeless whether further writes would be rejected in the same way
 */
record WriteResult(JobOutcome outcome, boolean hopeless) {

    static WriteResult of(JobOutcome outcome) {
        return new WriteResult(outcome, false);
    }
}
