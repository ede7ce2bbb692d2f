// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.auth.Authentication;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import io.autoscale.validation.Violation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a factory makes a source from.
 *
 * @param trigger the configured entry
 * @param index its position among the triggers of its workload, from 0; part of the metric name
 * @param authentication the credentials that were resolved for it
 * @param environment where {@code …FromEnv} metadata is looked up
 * @param clock the time of samples
 * @param pollingInterval how often a sample was about to be taken when the source was made; above zero
 * @param warnings receives what is unusual about the trigger but harmless; must not block
 */
public record SourceContext(
        Trigger trigger,
        int index,
        Authentication authentication,
        EnvironmentLookup environment,
        InstantSource clock,
        Duration pollingInterval,
        Consumer<Violation> warnings) {

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when the index is negative or the interval is not above zero
     */
    public SourceContext {
        Objects.requireNonNull(trigger, "trigger");
        if (index < 0) {
            throw new IllegalArgumentException("index: '" + index + "' is not valid, expected >= 0");
        }
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(warnings, "warnings");
        if (pollingInterval.isNegative() || pollingInterval.isZero()) {
            throw new IllegalArgumentException(
                    "pollingInterval: '" + pollingInterval + "' is not valid, expected above zero");
        }
    }

    /**
     * A context of the default polling interval, 30 s. Warnings are logged.
     *
     * @param trigger the configured entry
     * @param index its position among the triggers of its workload, from 0
     * @param authentication the credentials that were resolved for it
     * @param environment where {@code …FromEnv} metadata is looked up
     * @param clock the time of samples
     * @throws IllegalArgumentException when the index is negative
     */
    public SourceContext(
            Trigger trigger,
            int index,
            Authentication authentication,
            EnvironmentLookup environment,
            InstantSource clock) {
        this(trigger, index, authentication, environment, clock, DEFAULT_INTERVAL, TriggerMetadata.logged(trigger));
    }

    /**
     * Starts reading the metadata of the trigger.
     *
     * @return a reader whose warnings go where those of this context go
     */
    public TriggerMetadata metadata() {
        return TriggerMetadata.of(trigger, environment, warnings);
    }
}
