// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.JobCensus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests each strategy with messages that running jobs are processing, one per job, counted or not
 * counted.
 */
class InFlightPlanTest {

    private static final int POLLS = 100;
    private static final int MAXIMUM = 100;

    /**
     * Returns how many jobs run after some polls. New jobs run at the next poll and still process
     * their first message.
     */
    private static int runningAfter(int polls, String strategy, InFlightCounting counting, int held, int visible) {
        ScaledJob job = Given.job()
                .maxReplicaCount(MAXIMUM)
                .scalingStrategy(ScalingStrategy.fromText(strategy).orElseThrow())
                .build();
        int running = held;
        int inFlight = held;
        int waiting = visible;
        for (int poll = 0; poll < polls; poll++) {
            int number = waiting + (counting == InFlightCounting.COUNTED ? inFlight : 0);
            int created = Planner.plan(job, Given.backlog(number, 1), JobCensus.ofCounts(NOW, running, 0), NOW)
                    .jobsToCreate()
                    .size();
            running += created;
            int taken = Math.min(created, waiting);
            waiting -= taken;
            inFlight += taken;
        }
        return running;
    }

    @ParameterizedTest
    @CsvSource({
        // strategy, counting, held, visible, running after one poll, after a hundred
        "accurate, NOT_COUNTED, 10, 0, 10, 10",
        "accurate, NOT_COUNTED, 10, 5, 15, 15",
        "default, COUNTED, 10, 0, 10, 10",
        "default, COUNTED, 10, 5, 15, 15",
        "eager, NOT_COUNTED, 10, 0, 10, 10",
        "eager, NOT_COUNTED, 10, 5, 15, 15",
        "eagerCorrected, COUNTED, 10, 0, 10, 10",
        "eagerCorrected, COUNTED, 10, 5, 25, 25",
    })
    void a_strategy_with_the_expected_counting_serves_new_work_at_once_and_then_stops(
            String strategy, InFlightCounting counting, int held, int visible, int first, int last) {
        assertThat(runningAfter(1, strategy, counting, held, visible)).isEqualTo(first);
        assertThat(runningAfter(POLLS, strategy, counting, held, visible)).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({
        // strategy, counting, held, visible, running after one poll, after a hundred
        "accurate, COUNTED, 10, 0, 20, 100",
        "eager, COUNTED, 10, 0, 20, 100",
        "default, NOT_COUNTED, 10, 5, 10, 10",
        "eagerCorrected, NOT_COUNTED, 10, 5, 10, 10",
    })
    void a_strategy_with_the_wrong_counting_creates_too_many_or_too_few(
            String strategy, InFlightCounting counting, int held, int visible, int first, int last) {
        assertThat(runningAfter(1, strategy, counting, held, visible)).isEqualTo(first);
        assertThat(runningAfter(POLLS, strategy, counting, held, visible)).isEqualTo(last);
    }
}
