// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.auth.Authentication;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What a factory makes a source from.
 *
 * @param trigger the configured entry
 * @param index its position among the triggers of its workload, from 0; part of the metric name
 * @param authentication the credentials that were resolved for it
 * @param environment where {@code …FromEnv} metadata is looked up
 * @param clock the time of samples
 */
public record SourceContext(
        Trigger trigger, int index, Authentication authentication, EnvironmentLookup environment, InstantSource clock) {

    /**
     * Checks the parts.
     *
     * @param trigger as above
     * @param index as above
     * @param authentication as above
     * @param environment as above
     * @param clock as above
     * @throws IllegalArgumentException when the index is negative
     */
    public SourceContext {
        Objects.requireNonNull(trigger, "trigger");
        if (index < 0) {
            throw new IllegalArgumentException("index: '" + index + "' is not valid, expected >= 0");
        }
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(clock, "clock");
    }
}
