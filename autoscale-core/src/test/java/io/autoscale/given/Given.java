// SPDX-License-Identifier: Apache-2.0
package io.autoscale.given;

import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.trigger.Trigger;
import java.time.Instant;
import java.util.List;

/** Default values for tests. */
public final class Given {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Given() {}

    public static ScaledJobBuilder job() {
        return ScaledJob.builder("videos").jobTemplate(JobTemplate.named("v1")).trigger(trigger());
    }

    public static Trigger trigger() {
        return Trigger.builder("aws-sqs-queue").build();
    }

    public static TriggerReading observed(double value, double target) {
        return observed("queue", value, target, 0);
    }

    public static TriggerReading observed(String trigger, double value, double target, double activation) {
        return new TriggerReading.Observed(
                trigger,
                new MetricSpec("s0-x", MetricTarget.averageValue(target), new ActivationThreshold(activation)),
                new MetricSample(value, NOW));
    }

    public static TriggerReading failed(String trigger) {
        return new TriggerReading.Failed(trigger, ScalerException.Kind.UNAVAILABLE, "no route to host", NOW);
    }

    public static List<TriggerReading> backlog(double value, double target) {
        return List.of(observed(value, target));
    }
}
