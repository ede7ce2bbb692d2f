// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.ScalingPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events to SLF4J. */
final class LoggingListener implements AutoscalerListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.autoscale.rounds");

    @Override
    public void onEvent(AutoscalerEvent event) {
        if (event instanceof AutoscalerEvent.RoundCompleted completed) {
            logCompleted(completed.decision());
        } else if (event instanceof AutoscalerEvent.RoundFailed failed) {
            LOG.warn("{}", failed.decision());
        } else if (event instanceof AutoscalerEvent.Housekeeping housekeeping) {
            logHousekeeping(housekeeping.decision());
        } else if (event instanceof AutoscalerEvent.RoundSkipped skipped) {
            LOG.debug("{}", skipped.decision());
        } else if (event instanceof AutoscalerEvent.SourceGuardChanged changed) {
            LOG.warn("{} trigger {}: guard {}", changed.workload(), changed.trigger(), changed.state());
        } else if (event instanceof AutoscalerEvent.ConfigurationWarning warning) {
            LOG.warn("{} {}", warning.workload(), warning.message());
        }
    }

    private static void logHousekeeping(DecisionRecord decision) {
        ExecutionOutcome outcome = decision.outcome();
        if (decision.result() == RoundResult.COMPLETED && outcome != null && outcome.isComplete()) {
            LOG.info("{}", decision);
        } else {
            LOG.warn("{}", decision);
        }
    }

    private static void logCompleted(DecisionRecord decision) {
        ScalingPlan plan = decision.plan();
        ExecutionOutcome outcome = decision.outcome();
        boolean troubled = plan != null && plan.demand().failedTriggers() > 0;
        if (troubled || (outcome != null && !outcome.isComplete())) {
            LOG.warn("{}", decision);
        } else if (plan != null && !plan.isEmpty()) {
            LOG.info("{}", decision);
        } else {
            LOG.debug("{}", decision);
        }
    }
}
