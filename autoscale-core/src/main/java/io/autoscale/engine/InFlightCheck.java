// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Compares what each trigger counts with what the strategy expects, once for each trigger: as soon as its metric is
 * known. This is at registration, or at the first reading if the source could not be created at registration.
 */
final class InFlightCheck {

    private final ScaledJob job;
    private final EngineContext context;
    private final InFlightCounting expected;
    // an immutable set, as the empty one of all registrations is the same object
    private Set<String> unchecked = Set.of();

    InFlightCheck(ScaledJob job, EngineContext context) {
        this.job = job;
        this.context = context;
        this.expected =
                Objects.requireNonNull(job.scalingStrategy().expectedInFlightCounting(), "expectedInFlightCounting");
    }

    /**
     * Checks all triggers before the first round. Triggers whose metric is not known yet are checked at their first
     * reading.
     */
    void registered(List<TriggerChannel> channels) {
        channels.forEach(this::look);
    }

    /** Checks the triggers that an update changed. Warnings about unchanged triggers are not repeated. */
    void updated(InFlightCheck before, List<TriggerChannel> channels, List<TriggerChannel> kept) {
        for (TriggerChannel channel : channels) {
            if (expected != before.expected
                    || !kept.contains(channel)
                    || before.unchecked().contains(channel.label())) {
                look(channel);
            }
        }
    }

    private void look(TriggerChannel channel) {
        add(channel.label());
        channel.metric().ifPresent(metric -> check(channel.label(), metric));
    }

    /** Checks the triggers that were read for the first time. */
    void read(List<TriggerReading> readings) {
        if (unchecked().isEmpty()) {
            return;
        }
        for (TriggerReading reading : readings) {
            if (reading instanceof TriggerReading.Observed observed) {
                check(observed.trigger(), observed.metric());
            }
        }
    }

    private void check(String trigger, MetricSpec metric) {
        if (remove(trigger) && metric.inFlightCounting().contradicts(expected)) {
            context.publish(new AutoscalerEvent.ConfigurationWarning(
                    job.ref(), trigger, context.clock().instant(), message(trigger)));
        }
    }

    private synchronized Set<String> unchecked() {
        return unchecked;
    }

    private synchronized void add(String trigger) {
        Set<String> more = new HashSet<>(unchecked);
        more.add(trigger);
        unchecked = Set.copyOf(more);
    }

    private synchronized boolean remove(String trigger) {
        Set<String> fewer = new HashSet<>(unchecked);
        boolean removed = fewer.remove(trigger);
        unchecked = Set.copyOf(fewer);
        return removed;
    }

    private String message(String trigger) {
        String strategy = job.scalingStrategy().name();
        return expected == InFlightCounting.NOT_COUNTED
                ? "trigger '" + trigger + "' counts messages in flight, but strategy " + strategy
                        + " expects a number without them: the same message would start several jobs; set"
                        + " scaleOnInFlight to false where the trigger has it, or use strategy default"
                : "trigger '" + trigger + "' leaves out messages in flight, but strategy " + strategy
                        + " expects a number with them: a new message would wait until running jobs end; set"
                        + " scaleOnInFlight to true where the trigger has it, or use strategy accurate";
    }
}
