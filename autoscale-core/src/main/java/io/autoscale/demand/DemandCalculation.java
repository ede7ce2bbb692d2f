// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

import io.autoscale.source.TriggerReading;
import io.autoscale.workload.ReplicaBounds;
import java.util.List;

/**
 * Computes demand from readings. Samples and targets are truncated to three decimals, as in KEDA. The results are
 * rounded up once, at the end; no other code rounds.
 *
 * <p>For one trigger: {@code jobs = min(backlog / target, effective maximum)}, and 0 if the target is 0. Triggers whose
 * read failed are ignored.
 */
public final class DemandCalculation {

    /** Above this value a double has no thousandths. */
    private static final double MOST_CUT = 1e12;

    private DemandCalculation() {}

    /**
     * Computes the demand.
     *
     * @param readings one for each trigger
     * @param bounds the replica bounds of the workload
     * @param calculation how several triggers are combined
     */
    public static Demand of(
            List<TriggerReading> readings, ReplicaBounds bounds, MultipleScalersCalculation calculation) {
        double effectiveMaximum = bounds.effectiveMaximum();
        double backlog = 0;
        double jobs = 0;
        boolean active = false;
        int activeTriggers = 0;
        int observed = 0;
        for (TriggerReading reading : readings) {
            if (!(reading instanceof TriggerReading.Observed seen)) {
                continue;
            }
            observed++;
            if (!seen.isActive()) {
                continue;
            }
            double value = inThousandths(seen.sample().value());
            double wanted = wanted(value, inThousandths(seen.metric().target().amount()), effectiveMaximum);
            activeTriggers++;
            switch (calculation) {
                case AVG, SUM -> {
                    backlog += value;
                    jobs += wanted;
                    active = true;
                }
                default -> {
                    if (replaces(calculation, value, wanted, backlog, jobs)) {
                        backlog = value;
                        jobs = wanted;
                        active = true;
                    }
                }
            }
        }
        if (calculation == MultipleScalersCalculation.AVG && activeTriggers > 0) {
            backlog /= activeTriggers;
            jobs /= activeTriggers;
        }
        return new Demand(
                roundedUp(backlog),
                roundedUp(Math.min(jobs, effectiveMaximum)),
                active || bounds.effectiveMinimum() > 0,
                observed,
                readings.size() - observed);
    }

    private static boolean replaces(
            MultipleScalersCalculation calculation, double value, double wanted, double backlog, double jobs) {
        return switch (calculation) {
            case MAX -> value > backlog;
            case MIN -> backlog == 0 || value < backlog;
            case MAX_JOBS -> wanted > jobs || (wanted == jobs && value > backlog);
            case AVG, SUM ->
                throw new IllegalArgumentException(calculation + " is not valid, expected MAX, MIN or MAX_JOBS");
        };
    }

    /** Truncates to thousandths, because KEDA passes samples and targets as whole thousandths. */
    private static double inThousandths(double number) {
        return number < MOST_CUT ? Math.floor(number * 1000) * 0.001 : number;
    }

    private static double wanted(double value, double target, double effectiveMaximum) {
        return target == 0 ? 0 : Math.min(value / target, effectiveMaximum);
    }

    private static long roundedUp(double number) {
        return (long) Math.ceil(number);
    }
}
