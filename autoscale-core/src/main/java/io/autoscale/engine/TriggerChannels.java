// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthProvider;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Creates the channels of scaled jobs. */
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
     * Returns a channel for each trigger: a current one if it has the same trigger and the same inputs, otherwise a new
     * one, with its source if that can be created now.
     *
     * @throws InvalidConfigurationException with the errors of all triggers; the current channels are not changed
     */
    List<TriggerChannel> open(ReadingTarget target, List<TriggerChannel> current) {
        Violations violations = new Violations();
        List<TriggerChannel> channels = new ArrayList<>(target.triggers().size());
        try {
            for (int i = 0; i < target.triggers().size(); i++) {
                String type = target.triggers().get(i).type();
                ScalerSourceFactory factory = factories.get(type);
                if (i < current.size() && current.get(i).hasSameInputs(target)) {
                    channels.add(current.get(i));
                } else if (factory == null) {
                    violations.add("triggers[" + i + "].type", type, "one of " + new TreeMap<>(factories).keySet());
                } else {
                    channels.add(new TriggerChannel(target, i, factory, authProvider, context));
                }
            }
            Duration timeout = context.limits().readTimeout(target.pollingInterval());
            prepare(without(channels, current), timeout, violations);
            violations.throwIfAny("ScaledJob " + target.ref().name());
        } catch (RuntimeException | Error e) {
            without(channels, current).forEach(TriggerChannel::retire);
            throw e;
        }
        return List.copyOf(channels);
    }

    /** Returns the channels that are not among the others. */
    static List<TriggerChannel> without(List<TriggerChannel> channels, List<TriggerChannel> others) {
        return channels.stream().filter(channel -> !others.contains(channel)).toList();
    }

    /** Creates the sources in parallel, so that blocked credential lookups delay the others by one timeout at most. */
    private static void prepare(List<TriggerChannel> channels, Duration timeout, Violations violations) {
        List<CompletableFuture<Void>> made =
                channels.stream().map(channel -> channel.prepare(timeout)).toList();
        RuntimeException broken = null;
        for (int i = 0; i < channels.size(); i++) {
            try {
                made.get(i).join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof InvalidConfigurationException invalid) {
                    String path = "triggers[" + channels.get(i).index() + "]";
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
