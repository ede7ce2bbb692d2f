// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the channels of scaled jobs. */
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
     * Makes the channels of a scaled job, and their sources where they can be made now.
     *
     * @throws InvalidConfigurationException with the faults of all triggers
     */
    List<TriggerChannel> open(ScaledJob job) {
        Violations violations = new Violations();
        List<TriggerChannel> channels = new ArrayList<>(job.triggers().size());
        try {
            for (int i = 0; i < job.triggers().size(); i++) {
                channel(job, i, violations, channels);
            }
        } catch (RuntimeException | Error e) {
            channels.forEach(TriggerChannel::close);
            throw e;
        }
        if (!violations.isEmpty()) {
            channels.forEach(TriggerChannel::close);
        }
        violations.throwIfAny("ScaledJob " + job.name());
        return List.copyOf(channels);
    }

    private void channel(ScaledJob job, int index, Violations violations, List<TriggerChannel> channels) {
        Trigger trigger = job.triggers().get(index);
        String path = "triggers[" + index + "]";
        ScalerSourceFactory factory = factories.get(trigger.type());
        if (factory == null) {
            violations.add(path + ".type", trigger.type(), "one of " + new TreeMap<>(factories).keySet());
            return;
        }
        String label = trigger.name().orElse(trigger.type() + "[" + index + "]");
        SourceSlot slot = new SourceSlot(label, new SourceMaker(factory, authProvider, job, index, context.clock()));
        try {
            var unused = slot.open(slot.version());
        } catch (InvalidConfigurationException e) {
            e.violations().forEach(violation -> violations.add(violation.under(path)));
            return;
        } catch (AuthenticationException | ScalerException e) {
            slot.doubt(); // no fault of the configuration: the first round tries again, and its failure is a reading
        }
        SourceGuard guard = new SourceGuard(
                label,
                context.limits().guardPolicy(),
                new SteadyClock(context.clock()),
                state -> context.publish(new AutoscalerEvent.SourceGuardChanged(
                        job.ref(), label, context.clock().instant(), state)));
        channels.add(new TriggerChannel(label, slot, context, guard));
    }
}
