// SPDX-License-Identifier: Apache-2.0
package io.autoscale.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.autoscale.given.Given;
import io.autoscale.source.TriggerReading;
import io.autoscale.workload.ReplicaBounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemandCalculationTest {

    private static final ReplicaBounds HUNDRED = ReplicaBounds.DEFAULT;

    // value/target, value/target>activation, or failed
    private static List<TriggerReading> readings(String texts) {
        List<TriggerReading> readings = new ArrayList<>();
        if (texts == null) {
            return readings;
        }
        Arrays.stream(texts.split(" ", -1)).forEach(text -> {
            if (text.equals("failed")) {
                readings.add(Given.failed("t" + readings.size()));
            } else {
                String[] parts = text.split("[/>]", -1);
                double activation = parts.length > 2 ? Double.parseDouble(parts[2]) : 0;
                double value = Double.parseDouble(parts[0]);
                readings.add(Given.observed("t" + readings.size(), value, Double.parseDouble(parts[1]), activation));
            }
        });
        return readings;
    }

    @ParameterizedTest
    @CsvSource({
        // one trigger: the same whatever the calculation
        "max, 10/1, 10, 10, true",
        "max, 4/5, 4, 1, true",
        "max, 11/5, 11, 3, true",
        "max, 500/1, 500, 100, true",
        "max, 0/1, 0, 0, false",
        "max, 0.2/1, 1, 1, true",
        "max, 7/0, 7, 0, true",
        // strict activation
        "max, 5/1>5, 0, 0, false",
        "max, 5.5/1>5, 6, 6, true",
        "sum, 5/1>5, 0, 0, false",
        "avg, 5/1>5, 0, 0, false",
        "min, 5/1>5, 0, 0, false",
        "maxJobs, 5/1>5, 0, 0, false",
        // a threshold below 0 makes an empty queue active, but max needs a backlog
        "max, 0/1>-1, 0, 0, false",
        "min, 0/1>-1, 0, 0, true",
        "avg, 0/1>-1, 0, 0, true",
        "sum, 0/1>-1, 0, 0, true",
        "maxJobs, 0/1>-1, 0, 0, false",
        // the biggest backlog, not the most jobs
        "max, 100/100 50/1, 100, 1, true",
        "maxJobs, 100/100 50/1, 50, 50, true",
        "max, 10/4 5/1, 10, 3, true",
        "maxJobs, 10/4 5/1, 5, 5, true",
        "maxJobs, 5/1 10/4, 5, 5, true",
        "maxJobs, 5/1 10/2, 10, 5, true",
        "maxJobs, 10/2 5/1, 10, 5, true",
        "maxJobs, 7/0, 7, 0, true",
        "max, 10/1 10/2, 10, 10, true",
        "max, 10/2 10/1, 10, 5, true",
        // the smallest; 0 so far counts as unset, so the order matters
        "min, 10/1 4/1, 4, 4, true",
        "min, 4/1 10/1, 4, 4, true",
        "min, 4/1 4/2, 4, 4, true",
        "min, 0/1>-1 9/1, 9, 9, true",
        "min, 9/1 0/1>-1, 0, 0, true",
        "min, 9/1 0/1, 9, 9, true",
        "min, 9/1 0/1>-1 7/1, 7, 7, true",
        // means and sums
        "avg, 10/1 5/1, 8, 8, true",
        "avg, 10/1 0/1, 10, 10, true",
        "avg, 100/100 50/1, 75, 26, true",
        "sum, 100/100 50/1, 150, 51, true",
        "sum, 90/1 90/1, 180, 100, true",
        "sum, 500/1 1/1, 501, 100, true",
        "avg, 500/1 500/1, 500, 100, true",
        // rounded once, at the end
        "sum, 0.4/1 0.4/1 0.2/1, 1, 1, true",
        "sum, 0.4/1 0.4/1, 1, 1, true",
        "sum, 1.5/1 1.5/1, 3, 3, true",
        "avg, 1.2/1 1.4/1, 2, 2, true",
        // cut to thousandths, as KEDA does
        "max, 1.0004/1, 1, 1, true",
        "max, 1.25/1, 2, 2, true",
        "max, 0.0004/1, 0, 0, false",
        "sum, 0.0004/1, 0, 0, true",
        "max, 3/0.9999, 3, 4, true",
        "max, 5/0.0009, 5, 0, true",
        // failed readings are left out
        "max, failed 3/1, 3, 3, true",
        "avg, failed 4/1 failed 2/1, 3, 3, true",
        "min, 3/1 failed, 3, 3, true",
        "max, failed, 0, 0, false",
        "avg, failed, 0, 0, false",
        "max, , 0, 0, false",
    })
    void a_demand_follows_from_readings(String calculation, String texts, long backlog, long wanted, boolean active) {
        List<TriggerReading> readings = readings(texts);
        int failed = (int) readings.stream()
                .filter(TriggerReading.Failed.class::isInstance)
                .count();

        Demand demand = DemandCalculation.of(
                readings,
                HUNDRED,
                MultipleScalersCalculation.fromText(calculation).orElseThrow());

        assertThat(demand).isEqualTo(new Demand(backlog, wanted, active, readings.size() - failed, failed));
    }

    @ParameterizedTest
    @CsvSource({"0,3,3", "1,3,2", "3,3,0", "4,3,3", "0,100,50", "60,100,40"})
    void the_effective_maximum_limits_the_desired_jobs(int minimum, int maximum, long wanted) {
        for (MultipleScalersCalculation calculation : MultipleScalersCalculation.values()) {
            Demand demand = DemandCalculation.of(readings("50/1"), new ReplicaBounds(minimum, maximum), calculation);

            assertThat(demand).isEqualTo(new Demand(50, wanted, true, 1, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_minimum_above_zero_makes_everything_active(MultipleScalersCalculation calculation) {
        Demand idle = DemandCalculation.of(readings("0/1"), new ReplicaBounds(1, 10), calculation);
        Demand none = DemandCalculation.of(readings("failed"), new ReplicaBounds(1, 10), calculation);

        assertThat(idle).isEqualTo(new Demand(0, 0, true, 1, 0));
        assertThat(none).isEqualTo(new Demand(0, 0, true, 0, 1));
    }

    @Test
    void a_demand_is_unknown_when_there_are_triggers_and_none_could_be_read() {
        assertThat(new Demand(0, 0, false, 0, 2).isUnknown()).isTrue();
        assertThat(new Demand(0, 0, false, 1, 2).isUnknown()).isFalse();
        assertThat(new Demand(0, 0, false, 1, 0).isUnknown()).isFalse();
        assertThat(new Demand(0, 0, false, 0, 0).isUnknown()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0,0", "0,-1,0,0", "0,0,-1,0", "0,0,0,-1"})
    void the_numbers_of_a_demand_are_not_negative(long backlog, long wanted, int observed, int failed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Demand(backlog, wanted, true, observed, failed))
                .withMessage("demand: '" + backlog + ", " + wanted + ", " + observed + ", " + failed
                        + "' is not valid, expected numbers >= 0");
    }

    @ParameterizedTest
    @EnumSource
    void a_calculation_is_found_by_its_text(MultipleScalersCalculation calculation) {
        assertThat(MultipleScalersCalculation.fromText(calculation.text())).contains(calculation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MAX", "maxjobs", "median", " max"})
    void an_unknown_calculation_name_gives_nothing(String text) {
        assertThat(MultipleScalersCalculation.fromText(text)).isEmpty();
    }

    @Test
    void the_texts_are_listed_in_order() {
        assertThat(MultipleScalersCalculation.texts()).isEqualTo("max, min, avg, sum, maxJobs");
    }
}
