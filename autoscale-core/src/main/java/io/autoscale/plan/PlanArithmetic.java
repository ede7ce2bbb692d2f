// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.source.TriggerReading;
import io.autoscale.strategy.ScalingDecision;
import java.util.List;

/**
 * The computation of a plan, from readings to the bounded number of jobs.
 *
 * @param ended for each reading, how many jobs ended after it began; empty if there are none for any reading
 */
record PlanArithmetic(
        List<TriggerReading> readings,
        List<Integer> ended,
        Demand demand,
        JobCounts census,
        boolean strategyAsked,
        ScalingDecision decision,
        List<Clamp> clamps) {}
