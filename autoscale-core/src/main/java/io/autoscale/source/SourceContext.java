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
 * The input of a scaler source factory.
 *
 * @param trigger the trigger
 * @param index the position of the trigger in its workload, from 0; part of the metric name
 * @param authentication the resolved credentials
 * @param environment used to resolve {@code …FromEnv} metadata
 * @param clock the clock for the time of samples
 * @param pollingInterval the polling interval when the source is created; above zero
 * @param warnings receives warnings about the trigger; must not block
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
     * Validates the values.
     *
     * @throws IllegalArgumentException if the index is negative or the interval is not above zero
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
     * Creates a context with the default polling interval of 30 s. Warnings are logged.
     *
     * @param trigger the trigger
     * @param index the position of the trigger in its workload, from 0
     * @param authentication the resolved credentials
     * @param environment used to resolve {@code …FromEnv} metadata
     * @param clock the clock for the time of samples
     * @throws IllegalArgumentException if the index is negative
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
     * Returns a reader of the trigger's metadata.
     *
     * @return a reader that sends its warnings to those of this context
     */
    public TriggerMetadata metadata() {
        return TriggerMetadata.of(trigger, environment, warnings);
    }
}
