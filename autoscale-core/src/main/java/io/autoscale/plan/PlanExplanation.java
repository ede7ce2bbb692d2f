// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The explanation of a plan: the steps of the computation in order, with their numbers. */
public final class PlanExplanation {

    private final ScaledJob job;
    private final PlanArithmetic sum;
    private final int created;

    PlanExplanation(ScaledJob job, PlanArithmetic sum, int created) {
        this.job = job;
        this.sum = sum;
        this.created = created;
    }

    /**
     * The steps in order: the triggers, the strategy, the bounds, and what is created.
     *
     * @return one phrase for each step, at least two
     */
    public List<String> steps() {
        List<String> steps = new ArrayList<>();
        List<TriggerReading> left = Outstanding.of(sum.readings(), sum.ended());
        for (int i = 0; i < left.size(); i++) {
            steps.add(described(sum.readings().get(i), left.get(i)));
        }
        demandStep(steps);
        suspendedStep(steps);
        if (sum.strategyAsked()) {
            claimStep(steps);
            steps.add(job.scalingStrategy().name() + ": " + sum.decision().reason() + " gives "
                    + sum.decision().jobs());
        } else {
            steps.add(sum.decision().reason());
        }
        sum.clamps().forEach(clamp -> steps.add(described(clamp)));
        steps.add(created == 0 ? "create none" : "create " + created);
        return List.copyOf(steps);
    }

    /** Returns the steps as one sentence: {@code backlog 10 / target 1 = 10 jobs, …: create 2}. */
    @Override
    public String toString() {
        List<String> steps = steps();
        int last = steps.size() - 1;
        // a user-defined strategy or a failed read may add line breaks
        return (String.join(", ", steps.subList(0, last)) + ": " + steps.get(last)).replaceAll("\\R+", " ");
    }

    private String described(TriggerReading reading, TriggerReading left) {
        String label = sum.readings().size() == 1 ? "" : reading.trigger() + " ";
        if (reading instanceof TriggerReading.Failed failed) {
            return reading.trigger() + " left out: "
                    + failed.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + failed.message() + ")";
        }
        TriggerReading.Observed read = (TriggerReading.Observed) reading;
        TriggerReading.Observed seen = (TriggerReading.Observed) left;
        double value = seen.sample().value();
        double target = seen.metric().target().amount();
        String backlog = label + "backlog " + number(read.sample().value());
        if (read.sample().value() != value) {
            backlog += " less " + number(read.sample().value() - value) + " of jobs that ended since";
        }
        if (!seen.isActive()) {
            return backlog + " is not above activation "
                    + number(seen.metric().activation().value());
        }
        if (target == 0) {
            return backlog + " / target 0 gives 0 jobs";
        }
        return backlog + " / target " + number(target) + " = " + number(value / target)
                + (value / target == 1 ? " job" : " jobs");
    }

    private void demandStep(List<String> steps) {
        Demand demand = sum.demand();
        boolean several = demand.observedTriggers() > 1;
        if (several) {
            steps.add(job.multipleScalersCalculation().text() + " = backlog " + demand.backlog() + ", "
                    + demand.desiredJobs() + " wanted");
        } else if (demand.active()
                && demand.observedTriggers() == 1
                && demand.desiredJobs() == job.bounds().effectiveMaximum()
                && demand.backlog() > demand.desiredJobs()) {
            steps.add("at most " + demand.desiredJobs() + " wanted");
        }
        if (job.warmJobCount() > 0 && sum.strategyAsked()) {
            steps.add("plus " + job.warmJobCount() + " warm");
        }
    }

    /** Suspended jobs count as running but do no work. The step explains why nothing is created. */
    private void suspendedStep(List<String> steps) {
        int suspended = sum.census().suspended();
        if (suspended > 0) {
            int running = sum.census().running();
            steps.add(running + " running, " + (suspended == running ? "all" : suspended) + " suspended");
        }
    }

    private void claimStep(List<String> steps) {
        int claimed = sum.census().claimed();
        if (claimed > 0) {
            steps.add(claimed + " of " + sum.census().running() + " running jobs " + (claimed == 1 ? "has" : "have")
                    + " not taken work yet");
        }
    }

    private String described(Clamp clamp) {
        return switch (clamp.reason()) {
            case MIN_TOTAL_JOB_COUNT -> "at least " + clamp.after() + " for minTotalJobCount " + job.minTotalJobCount();
            case MAX_REPLICA_COUNT ->
                "at most " + clamp.after() + " free of " + job.bounds().maximum();
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
