// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.strategy.StrategyInput;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The contract of scaling strategies, checked for all small inputs. Implement this interface in a test class. */
public interface ScalingStrategyContract {

    /** The strategy under test. */
    ScalingStrategy strategy();

    /** A strategy never requests a negative number of jobs. */
    @Test
    default void it_never_asks_for_fewer_than_none() {
        forAllInputs(input ->
                assertThat(strategy().decide(input).jobs()).as("%s", input).isNotNegative());
    }

    /** A strategy never requests more jobs in one round than the effective maximum. */
    @Test
    default void it_never_asks_for_more_than_the_effective_maximum() {
        forAllInputs(input -> assertThat(strategy().decide(input).jobs())
                .as("%s", input)
                .isLessThanOrEqualTo(input.effectiveMaximum()));
    }

    /** The same input gives the same decision, with a reason. */
    @Test
    default void it_gives_the_same_answer_to_the_same_input_with_a_reason() {
        forAllInputs(input -> {
            assertThat(strategy().decide(input)).isEqualTo(strategy().decide(input));
            assertThat(strategy().decide(input).reason()).isNotBlank();
        });
    }

    /** A larger demand never gives fewer jobs. */
    @Test
    default void a_larger_demand_never_gives_fewer_jobs() {
        forAllInputs(input -> {
            StrategyInput larger =
                    of(input.backlog() + 1, input.runningJobs(), input.pendingJobs(), input.effectiveMaximum());
            assertThat(strategy().decide(larger).jobs())
                    .as("%s after %s", larger, input)
                    .isGreaterThanOrEqualTo(strategy().decide(input).jobs());
        });
    }

    private static void forAllInputs(Consumer<StrategyInput> check) {
        for (long maximum = 1; maximum <= 8; maximum++) {
            for (long backlog = 0; backlog < 30; backlog++) {
                for (long running = 0; running <= maximum + 1; running++) {
                    for (long pending = 0; pending <= running; pending++) {
                        check.accept(of(backlog, running, pending, maximum));
                    }
                }
            }
        }
    }

    private static StrategyInput of(long backlog, long running, long pending, long maximum) {
        return new StrategyInput(backlog, Math.min(backlog, maximum), running, pending, maximum);
    }
}
