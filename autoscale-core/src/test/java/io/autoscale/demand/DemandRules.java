// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

import io.autoscale.source.TriggerReading;
import io.autoscale.workload.ReplicaBounds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** An independent implementation of the rules from samples to demand. */
final class DemandRules {

    private DemandRules() {}

    private record Pair(double queueLength, double maxValue) {}

    static Demand of(List<TriggerReading> readings, ReplicaBounds bounds, String calculation) {
        double effectiveMax =
                bounds.minimum() > bounds.maximum() ? bounds.maximum() : bounds.maximum() - bounds.minimum();
        List<Pair> active = new ArrayList<>();
        int failed = 0;
        for (TriggerReading reading : readings) {
            if (reading instanceof TriggerReading.Failed) {
                failed++;
                continue;
            }
            TriggerReading.Observed seen = (TriggerReading.Observed) reading;
            double length = seen.sample().value();
            double target = seen.metric().target().amount();
            if (length > seen.metric().activation().value()) {
                active.add(new Pair(length, target == 0 ? 0 : Math.min(length / target, effectiveMax)));
            }
        }
        Pair chosen = combined(active, calculation);
        boolean adds = calculation.equals("avg") || calculation.equals("sum");
        boolean isActive = adds ? !active.isEmpty() : chosen != null;
        Pair result = chosen == null ? new Pair(0, 0) : chosen;
        return new Demand(
                ceil(result.queueLength()),
                ceil(Math.min(result.maxValue(), effectiveMax)),
                isActive || bounds.minimum() > 0,
                readings.size() - failed,
                failed);
    }

    private static Pair combined(List<Pair> active, String calculation) {
        if (active.isEmpty()) {
            return null;
        }
        if (calculation.equals("sum") || calculation.equals("avg")) {
            double lengths = 0;
            double values = 0;
            for (Pair pair : active) {
                lengths += pair.queueLength();
                values += pair.maxValue();
            }
            int by = calculation.equals("avg") ? active.size() : 1;
            return new Pair(lengths / by, values / by);
        }
        Pair best = null;
        for (Pair pair : active) {
            boolean better = switch (calculation) {
                case "max" -> pair.queueLength() > (best == null ? 0 : best.queueLength());
                case "min" -> best == null || best.queueLength() == 0 || pair.queueLength() < best.queueLength();
                default -> wantsMore(pair, best == null ? new Pair(0, 0) : best);
            };
            best = better ? pair : best;
        }
        return best;
    }

    private static boolean wantsMore(Pair one, Pair other) {
        return one.maxValue() > other.maxValue()
                || (one.maxValue() == other.maxValue() && one.queueLength() > other.queueLength());
    }

    private static long ceil(double number) {
        return new BigDecimal(number).setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
