// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.InFlightCounting;
import java.util.Objects;

/** A user-defined strategy with a name. */
record NamedStrategy(String name, ScalingStrategy strategy) implements ScalingStrategy {

    NamedStrategy {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: '" + name + "' is not valid, expected the name of a strategy");
        }
        Objects.requireNonNull(strategy, "strategy");
    }

    @Override
    public ScalingDecision decide(StrategyInput input) {
        return strategy.decide(input);
    }

    @Override
    public InFlightCounting expectedInFlightCounting() {
        return strategy.expectedInFlightCounting();
    }
}
