// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.strategy.ScalingStrategy;
import java.util.List;

/** What validation makes of the texts in a builder. */
record ScaledJobParts(
        JobTemplate template,
        ScalingStrategy strategy,
        MultipleScalersCalculation calculation,
        Rollout rollout,
        List<String> warnings) {}
