// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import io.autoscale.source.TriggerReading;
import io.autoscale.workload.ReplicaBounds;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class DemandRulesPropertyTest {

    @Provide
    Arbitrary<List<TriggerReading>> readings() {
        Arbitrary<Double> values = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20).map(Integer::doubleValue),
                Arbitraries.doubles().between(0, 300));
        Arbitrary<Double> targets = Arbitraries.of(0.0, 0.5, 1.0, 3.0, 5.0, 100.0);
        Arbitrary<Double> activations = Arbitraries.of(-1.0, 0.0, 0.0, 2.0, 10.0);
        Arbitrary<TriggerReading> observed = Combinators.combine(values, targets, activations)
                .as((value, target, activation) -> Given.observed("t", value, target, activation));
        return Arbitraries.frequencyOf(Tuple.of(8, observed), Tuple.of(1, Arbitraries.just(Given.failed("f"))))
                .list()
                .ofMaxSize(6);
    }

    @Property(tries = 5000, seed = "20260301")
    void every_demand_follows_the_rules(
            @ForAll("readings") List<TriggerReading> readings,
            @ForAll MultipleScalersCalculation calculation,
            @ForAll @IntRange(max = 12) int minimum,
            @ForAll @IntRange(min = 1, max = 10) int maximum) {
        ReplicaBounds bounds = new ReplicaBounds(minimum, maximum);

        assertThat(DemandCalculation.of(readings, bounds, calculation))
                .isEqualTo(DemandRules.of(readings, bounds, calculation.text()));
    }

    @Property(tries = 2000, seed = "20260302")
    void a_failed_reading_changes_no_number(
            @ForAll("readings") List<TriggerReading> readings, @ForAll MultipleScalersCalculation calculation) {
        List<TriggerReading> read = readings.stream()
                .filter(TriggerReading.Observed.class::isInstance)
                .toList();
        Demand all = DemandCalculation.of(readings, ReplicaBounds.DEFAULT, calculation);
        Demand without = DemandCalculation.of(read, ReplicaBounds.DEFAULT, calculation);

        assertThat(all)
                .isEqualTo(new Demand(
                        without.backlog(),
                        without.desiredJobs(),
                        without.active(),
                        read.size(),
                        readings.size() - read.size()));
    }
}
