// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthProvider;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Creates the channels of workloads. */
final class TriggerChannels {

    private final EngineContext context;
    private final AuthProvider authProvider;
    private final Map<String, ScalerSourceFactory> factories;

    TriggerChannels(EngineContext context, AuthProvider authProvider, Map<String, ScalerSourceFactory> factories) {
        this.context = context;
        this.authProvider = authProvider;
        this.factories = Map.copyOf(factories);
    }

    /**
     * Creates the channels of a workload, with their sources if they can be created now.
     *
     * @throws InvalidConfigurationException with the errors of all triggers
     */
    List<TriggerChannel> open(ReadingTarget target) {
        return change(target, target, List.of());
    }

    /**
     * Creates the channels of a changed workload. Keeps those with the same trigger and the same inputs.
     *
     * @throws InvalidConfigurationException with the errors of all triggers; the current channels are not changed
     */
    List<TriggerChannel> change(ReadingTarget target, ReadingTarget before, List<TriggerChannel> current) {
        Violations violations = new Violations();
        List<TriggerChannel> channels = new ArrayList<>(target.triggers().size());
        Map<Integer, TriggerChannel> fresh = new TreeMap<>();
        try {
            for (int i = 0; i < target.triggers().size(); i++) {
                if (i < current.size() && target.hasSameSource(before, i)) {
                    channels.add(current.get(i));
                } else {
                    Optional<TriggerChannel> made = channel(target, i, violations);
                    if (made.isPresent()) {
                        channels.add(made.get());
                        fresh.put(i, made.get());
                    }
                }
            }
            prepare(fresh, context.limits().readTimeout(target.pollingInterval()), violations);
        } catch (RuntimeException | Error e) {
            closeNew(channels, current);
            throw e;
        }
        if (!violations.isEmpty()) {
            closeNew(channels, current);
        }
        violations.throwIfAny("ScaledJob " + target.ref().name());
        return List.copyOf(channels);
    }

    /** Completes a change: the kept channels resolve their inputs from the changed workload. */
    void rewire(ReadingTarget target, List<TriggerChannel> channels) {
        for (int i = 0; i < channels.size(); i++) {
            ScalerSourceFactory factory = factories.get(target.triggers().get(i).type());
            if (factory != null) {
                channels.get(i).remake(new SourceMaker(factory, authProvider, target, i, context.clock()));
            }
        }
    }

    /** Closes the channels that are not in use yet. */
    static void closeNew(List<TriggerChannel> channels, List<TriggerChannel> current) {
        channels.stream().filter(channel -> !current.contains(channel)).forEach(TriggerChannel::retire);
    }

    private Optional<TriggerChannel> channel(ReadingTarget target, int index, Violations violations) {
        Trigger trigger = target.triggers().get(index);
        String path = "triggers[" + index + "]";
        ScalerSourceFactory factory = factories.get(trigger.type());
        if (factory == null) {
            violations.add(path + ".type", trigger.type(), "one of " + new TreeMap<>(factories).keySet());
            return Optional.empty();
        }
        String label = trigger.label(index);
        SourceSlot slot = new SourceSlot(label, new SourceMaker(factory, authProvider, target, index, context.clock()));
        SourceGuard guard = new SourceGuard(
                label,
                context.limits().guardPolicy(),
                new SteadyClock(context.clock()),
                state -> context.publish(new AutoscalerEvent.SourceGuardChanged(
                        target.ref(), label, context.clock().instant(), state)));
        return Optional.of(new TriggerChannel(label, index, slot, context, guard));
    }

    /** Creates the sources in parallel, so that blocked credential lookups delay the others by one timeout at most. */
    private static void prepare(Map<Integer, TriggerChannel> channels, Duration timeout, Violations violations) {
        Map<Integer, CompletableFuture<Void>> made = new TreeMap<>();
        channels.forEach((index, channel) -> made.put(index, channel.prepare(timeout)));
        RuntimeException broken = null;
        for (Map.Entry<Integer, CompletableFuture<Void>> each : made.entrySet()) {
            try {
                each.getValue().join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof InvalidConfigurationException invalid) {
                    String path = "triggers[" + each.getKey() + "]";
                    invalid.violations().forEach(violation -> violations.add(violation.under(path)));
                } else if (cause instanceof Error error) {
                    throw error;
                } else if (cause instanceof RuntimeException unexpected) {
                    broken = unexpected;
                }
                // a passed deadline is not a configuration error: the first round tries again
            }
        }
        if (broken != null && violations.isEmpty()) {
            throw broken;
        }
    }
}
