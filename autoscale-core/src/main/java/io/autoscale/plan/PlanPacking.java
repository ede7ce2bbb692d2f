// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.demand.Demand;
import io.autoscale.internal.Packed;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingDecision.CreateJobs;
import io.autoscale.strategy.StrategyInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serializes plans compactly. Values that the planner can compute again are omitted, unless they differ. */
final class PlanPacking {

    private static final int HOLD = 0;
    private static final int OF_OTHER_INPUT = 1;
    private static final int OF_OWN_INPUT = 2;

    private PlanPacking() {}

    static void pack(ScaledJob job, Instant at, PlanArithmetic sum, PlannedJobs create, Packed.Writer to) {
        JobCounts counts = sum.census();
        to.word(job).instant(at).instant(counts.observedAt());
        to.number(counts.running()).number(counts.pending()).number(counts.suspended());
        to.number(counts.terminating()).number(counts.unseen()).number(counts.claimed());
        to.number(sum.ended().size());
        sum.ended().forEach(to::number);
        to.number(sum.strategyAsked() ? 1 : 0);
        Demand demand = Planner.demand(job, sum.readings(), sum.ended());
        to.word(demand.equals(sum.demand()) ? null : sum.demand());
        pack(sum.decision(), input(job, sum.demand(), counts, sum.strategyAsked()), to);
        List<Clamp> clamps = Planner.clamps(job, counts, sum.decision().jobs());
        to.word(clamps.equals(sum.clamps()) ? null : sum.clamps());
        create.pack(to);
    }

    static void pack(List<String> texts, Packed.Writer to) {
        to.number(texts.size());
        texts.forEach(to::word);
    }

    @SuppressWarnings("unchecked") // the values are those that were written
    static ScalingPlan unpack(Packed.Reader from, List<TriggerReading> readings) {
        ScaledJob job = from.word(ScaledJob.class);
        Instant at = from.instant();
        JobCounts counts = new JobCounts(
                from.instant(),
                from.integer(),
                from.integer(),
                from.integer(),
                from.integer(),
                from.integer(),
                from.integer());
        List<Integer> ended = new ArrayList<>();
        for (int left = from.integer(); left > 0; left--) {
            ended.add(from.integer());
        }
        boolean asked = from.number() == 1;
        Demand other = from.wordOrNull(Demand.class);
        Demand demand = other == null ? Planner.demand(job, readings, ended) : other;
        ScalingDecision decision = decision(from, input(job, demand, counts, asked));
        List<Clamp> others = from.wordOrNull(List.class);
        List<Clamp> clamps = others == null ? Planner.clamps(job, counts, decision.jobs()) : others;
        return new ScalingPlan(
                job,
                at,
                new PlanArithmetic(readings, List.copyOf(ended), demand, counts, asked, decision, clamps),
                PlannedJobs.unpack(from, job.name()),
                texts(from),
                texts(from));
    }

    /** Returns the input of the strategy, or null if it was not called. */
    private static @Nullable StrategyInput input(ScaledJob job, Demand demand, JobCounts counts, boolean asked) {
        return asked ? Planner.input(job, demand, counts) : null;
    }

    private static void pack(ScalingDecision decision, @Nullable StrategyInput input, Packed.Writer to) {
        if (decision instanceof CreateJobs create) {
            boolean own = input != null && input.equals(create.input());
            to.number(own ? OF_OWN_INPUT : OF_OTHER_INPUT).number(create.jobs()).word(create.formula());
            if (!own) {
                to.word(create.input());
            }
        } else {
            to.number(HOLD).word(decision.reason());
        }
    }

    private static ScalingDecision decision(Packed.Reader from, @Nullable StrategyInput input) {
        long kind = from.number();
        if (kind == HOLD) {
            return ScalingDecision.none(from.word(String.class));
        }
        long jobs = from.number();
        String formula = from.word(String.class);
        StrategyInput of = kind == OF_OWN_INPUT ? input : from.wordOrNull(StrategyInput.class);
        return of == null ? ScalingDecision.create(jobs, formula) : ScalingDecision.create(jobs, formula, of);
    }

    private static List<String> texts(Packed.Reader from) {
        List<String> texts = new ArrayList<>();
        for (int left = from.integer(); left > 0; left--) {
            texts.add(from.word(String.class));
        }
        return List.copyOf(texts);
    }
}
