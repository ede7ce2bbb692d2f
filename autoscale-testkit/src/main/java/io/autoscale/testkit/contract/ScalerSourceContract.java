// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of scaler sources. Implement this interface in a test class; JUnit runs the tests. */
public interface ScalerSourceContract {

    /**
     * Returns a source whose event source responds.
     *
     * @return a new source; the contract closes it
     */
    ScalerSource workingSource();

    /**
     * Returns a source whose event source does not respond or responds with an error.
     *
     * @return a new source; the contract closes it
     */
    ScalerSource brokenSource();

    /**
     * Returns the latest valid instant of a sample.
     *
     * @return the current time of the clock of the sources
     */
    Instant now();

    /** The metric is known before the first read and does not change. */
    @Test
    default void it_says_its_metric_without_being_read() {
        try (ScalerSource source = workingSource()) {
            MetricSpec before = source.metric();
            source.sample();
            assertThat(source.metric()).isEqualTo(before);
            assertThat(source.metric().name()).isNotBlank();
        }
    }

    /** A sample is a finite number of at least 0, and its time is not in the future. */
    @Test
    default void it_gives_a_finite_sample_of_at_least_zero_that_is_not_from_the_future() {
        try (ScalerSource source = workingSource()) {
            MetricSample sample = source.sample();
            assertThat(sample.value()).isFinite().isNotNegative();
            assertThat(sample.observedAt()).isBeforeOrEqualTo(now());
        }
    }

    /** Several threads may read concurrently. */
    @Test
    default void it_may_be_read_from_several_threads_at_once() {
        try (ScalerSource source = workingSource()) {
            List<Double> values = AtOnce.call(16, () -> source.sample().value());
            assertThat(values).hasSize(16).containsOnly(values.get(0));
        }
    }

    /** A source that cannot read fails with a kind and never invents a value. */
    @Test
    default void it_fails_with_a_kind_and_never_makes_a_value_up() {
        try (ScalerSource source = brokenSource()) {
            assertThatThrownBy(source::sample).isInstanceOfSatisfying(ScalerException.class, e -> {
                assertThat(e.kind()).isNotNull();
                assertThat(e.getMessage()).isNotBlank();
            });
        }
    }
}
