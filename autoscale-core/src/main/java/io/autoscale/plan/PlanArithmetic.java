// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.source.TriggerReading;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.workload.CensusCounts;
import java.util.List;

/** The numbers of a plan, from readings to the bounded number of jobs. */
record PlanArithmetic(
        List<TriggerReading> readings,
        Demand demand,
        CensusCounts census,
        boolean strategyAsked,
        ScalingDecision decision,
        List<Clamp> clamps) {}
