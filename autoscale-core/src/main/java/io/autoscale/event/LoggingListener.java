// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Logs events with SLF4J. Rounds that change something are logged at INFO. A repeated failure is logged at WARN when it
 * starts and every 10 min, and at INFO when it ends. Everything else is logged at DEBUG.
 */
final class LoggingListener implements AutoscalerListener {

    private static final String SCALED_JOB = "scaledJob";
    private static final Logger LOG = LoggerFactory.getLogger("io.autoscale.rounds");
    private static final Duration REMINDER = Duration.ofMinutes(10);
    private static final int MOST_FAILURES = 10_000;

    // the oldest entries are dropped: they may belong to registrations that were closed while failing
    private final Map<String, Failing> failing = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failing> eldest) {
            return size() > MOST_FAILURES;
        }
    };

    /** When a failure started, and when it was last logged. */
    private record Failing(Instant since, Instant loggedAt) {}

    @Override
    public void onEvent(AutoscalerEvent event) {
        MDC.put(SCALED_JOB, event.workload().toString());
        try {
            log(event);
        } finally {
            MDC.remove(SCALED_JOB);
        }
    }

    private void log(AutoscalerEvent event) {
        if (event instanceof AutoscalerEvent.RoundCompleted completed) {
            logCompleted(completed.decision());
        } else if (event instanceof AutoscalerEvent.RoundFailed failed) {
            logReadings(failed.decision());
            failed("round", failed.decision(), failed.decision().message());
        } else if (event instanceof AutoscalerEvent.Housekeeping housekeeping) {
            logHousekeeping(housekeeping.decision());
        } else if (event instanceof AutoscalerEvent.RoundSkipped skipped) {
            LOG.debug("{}", skipped.decision());
        } else if (event instanceof AutoscalerEvent.SourceGuardChanged changed) {
            LOG.debug("{} trigger {}: guard {}", changed.workload(), changed.trigger(), changed.state());
        } else if (event instanceof AutoscalerEvent.RegistrationChanged changed) {
            LOG.debug("{} registration {}", changed.workload(), changed.change());
        } else if (event instanceof AutoscalerEvent.ConfigurationWarning warning) {
            LOG.warn("{} {}", warning.workload(), warning.message());
        }
    }

    private void logHousekeeping(DecisionRecord decision) {
        ExecutionOutcome outcome = decision.outcome();
        if (decision.result() == RoundResult.COMPLETED && outcome != null && outcome.isComplete()) {
            works("housekeeping", decision);
            LOG.info("{}", decision);
        } else {
            failed("housekeeping", decision, decision.sentence());
        }
    }

    private void logCompleted(DecisionRecord decision) {
        logReadings(decision);
        works("round", decision);
        ScalingPlan plan = decision.plan();
        ExecutionOutcome outcome = decision.outcome();
        if (outcome != null && !outcome.isComplete()) {
            failed("execution", decision, outcome.toString());
        } else if (plan != null && !plan.isEmpty()) {
            works("execution", decision);
            LOG.info("{}", decision);
        } else {
            LOG.debug("{}", decision);
        }
    }

    private void logReadings(DecisionRecord decision) {
        for (TriggerReading reading : decision.readings()) {
            if (reading instanceof TriggerReading.Failed failed) {
                String kind = failed.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                failed("trigger " + failed.trigger(), decision, kind + ", " + failed.message());
            } else {
                works("trigger " + reading.trigger(), decision);
            }
        }
    }

    private void failed(String what, DecisionRecord decision, String message) {
        Instant now = decision.finishedAt();
        Failing last;
        boolean remind;
        synchronized (failing) {
            String key = decision.workload() + " " + what;
            last = failing.get(key);
            remind = last != null && !now.isBefore(last.loggedAt().plus(REMINDER));
            if (last == null || remind) {
                failing.put(key, new Failing(last == null ? now : last.since(), now));
            }
        }
        if (last == null) {
            LOG.warn("{} {} failed: {}", decision.workload(), what, message);
        } else if (remind) {
            LOG.warn("{} {} has failed since {}: {}", decision.workload(), what, last.since(), message);
        } else {
            LOG.debug("{} {} failed: {}", decision.workload(), what, message);
        }
    }

    private void works(String what, DecisionRecord decision) {
        Failing last;
        synchronized (failing) {
            last = failing.isEmpty() ? null : failing.remove(decision.workload() + " " + what);
        }
        if (last != null) {
            LOG.info("{} {} works again; it had failed since {}", decision.workload(), what, last.since());
        }
    }
}
