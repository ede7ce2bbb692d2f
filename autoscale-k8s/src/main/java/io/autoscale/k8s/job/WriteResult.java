// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.plan.JobOutcome;

/**
 * What became of one write.
 *
 * @param outcome for the outcome of the plan
 * @param hopeless whether further writes would be refused in the same way
 */
record WriteResult(JobOutcome outcome, boolean hopeless) {

    static WriteResult of(JobOutcome outcome) {
        return new WriteResult(outcome, false);
    }
}
