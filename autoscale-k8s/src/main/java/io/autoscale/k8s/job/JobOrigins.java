// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Assigns a trigger to each job of a plan, in proportion to the jobs that the triggers request. */
final class JobOrigins {

    private final ScaledJob job;
    private final ScalingPlan plan;
    private final List<Share> shares = new ArrayList<>();

    JobOrigins(ScaledJob job, ScalingPlan plan) {
        this.job = job;
        this.plan = plan;
        List<TriggerReading> readings = plan.readings();
        for (int i = 0; i < readings.size(); i++) {
            if (readings.get(i) instanceof TriggerReading.Observed seen && seen.isActive()) {
                double target = seen.metric().target().amount();
                double wanted = target > 0 ? seen.sample().value() / target : 0;
                if (wanted > 0) {
                    shares.add(new Share(seen, triggerAt(i), wanted));
                }
            }
        }
    }

    /** Returns the trigger of the next job; empty for a job that is created to keep a minimum. */
    Optional<Share> next() {
        Share mostOwed = null;
        for (Share share : shares) {
            if (mostOwed == null || share.owed() > mostOwed.owed()) {
                mostOwed = share;
            }
        }
        if (mostOwed != null) {
            mostOwed.given++;
        }
        return Optional.ofNullable(mostOwed);
    }

    String decisionId() {
        return plan.decisionId();
    }

    String reason() {
        return plan.explanation().toString();
    }

    long backlog() {
        return plan.demand().backlog();
    }

    private @Nullable Trigger triggerAt(int index) {
        return index < job.triggers().size() ? job.triggers().get(index) : null;
    }

    /** The share of one trigger. */
    static final class Share {

        private final TriggerReading.Observed reading;
        private final @Nullable Trigger trigger;
        private final double wanted;
        private int given;

        private Share(TriggerReading.Observed reading, @Nullable Trigger trigger, double wanted) {
            this.reading = reading;
            this.trigger = trigger;
            this.wanted = wanted;
        }

        String label() {
            return reading.trigger();
        }

        String type() {
            return trigger == null ? "" : trigger.type();
        }

        /** The metadata that identifies the event source, by key. */
        Map<String, String> eventSource() {
            return reading.metric().eventSource();
        }

        // the Webster method: the quotient for one more job
        private double owed() {
            return wanted / (2.0 * given + 1);
        }
    }
}
