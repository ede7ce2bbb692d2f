// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, aws-sqs-videos, s0-aws-sqs-videos",
        "12, aws-sqs-videos.fifo, s12-aws-sqs-videos-fifo",
        "1, a/b.c:d%e(f), s1-a-b-c-d-e-f-",
        "1, a//b, s1-a--b",
        "1, a_b C, s1-a_b C",
        "1, '', s1-",
    })
    void a_metric_name_is_normalized(int index, String stem, String name) {
        assertThat(MetricSpec.metricName(index, stem)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_sample_and_a_target_are_finite_and_not_negative(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricSample(value, AT))
                .withMessage("value: '" + value + "' is not valid, expected a finite number >= 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricTarget.averageValue(value))
                .withMessage("target: '" + value + "' is not valid, expected a finite number >= 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricTarget.value(value))
                .withMessage("target: '" + value + "' is not valid, expected a finite number >= 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_threshold_is_finite(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActivationThreshold(value))
                .withMessage("activation: '" + value + "' is not valid, expected a finite number");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "0, 0.001, true", "5, 5, false", "5, 5.1, true", "-1, 0, true"})
    void a_threshold_is_exceeded_strictly(double threshold, double value, boolean exceeded) {
        assertThat(new ActivationThreshold(threshold).isExceededBy(value)).isEqualTo(exceeded);
    }

    @Test
    void a_spec_has_a_name_a_target_and_a_threshold() {
        MetricSpec spec = MetricSpec.averageValue("m", 5);

        assertThat(spec).isEqualTo(new MetricSpec("m", new MetricTarget.AverageValue(5), new ActivationThreshold(0)));
        assertThat(MetricTarget.value(0).amount()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricSpec.averageValue(" ", 5))
                .withMessage("name: ' ' is not valid, expected a metric name");
        assertThatNullPointerException()
                .isThrownBy(() -> new MetricSpec("m", null, ActivationThreshold.ZERO))
                .withMessage("target");
        assertThatNullPointerException()
                .isThrownBy(() -> new MetricSpec("m", MetricTarget.value(1), null))
                .withMessage("activation");
    }

    @Test
    void a_spec_with_unknown_in_flight_counting_matches_everything() {
        MetricSpec silent = new MetricSpec("m", MetricTarget.value(1), ActivationThreshold.ZERO);
        MetricSpec counting =
                new MetricSpec("m", MetricTarget.value(1), ActivationThreshold.ZERO, InFlightCounting.COUNTED);

        assertThat(silent.inFlightCounting()).isEqualTo(InFlightCounting.UNKNOWN);
        assertThat(MetricSpec.averageValue("m", 1).inFlightCounting()).isEqualTo(InFlightCounting.UNKNOWN);
        assertThat(counting.inFlightCounting()).isEqualTo(InFlightCounting.COUNTED);
        assertThat(counting).isNotEqualTo(silent);
        assertThatNullPointerException()
                .isThrownBy(() -> new MetricSpec("m", MetricTarget.value(1), ActivationThreshold.ZERO, null))
                .withMessage("inFlightCounting");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTED, COUNTED, false",
        "COUNTED, NOT_COUNTED, true",
        "COUNTED, UNKNOWN, false",
        "NOT_COUNTED, COUNTED, true",
        "NOT_COUNTED, NOT_COUNTED, false",
        "NOT_COUNTED, UNKNOWN, false",
        "UNKNOWN, COUNTED, false",
        "UNKNOWN, NOT_COUNTED, false",
        "UNKNOWN, UNKNOWN, false",
    })
    void only_known_and_different_counting_contradicts(
            InFlightCounting one, InFlightCounting other, boolean contradicts) {
        assertThat(one.contradicts(other)).isEqualTo(contradicts);
    }

    @Test
    void the_parts_of_a_sample_are_immutable() {
        Map<String, Double> parts = new HashMap<>(Map.of("visible", 3.0));
        MetricSample sample = new MetricSample(3, AT, parts);
        parts.clear();

        assertThat(sample.parts()).isEqualTo(Map.of("visible", 3.0));
        assertThat(new MetricSample(3, AT).parts()).isEmpty();
        assertThatNullPointerException()
                .isThrownBy(() -> new MetricSample(3, null))
                .withMessage("observedAt");
    }

    @Test
    void a_metric_name_gets_the_trigger_prefix_once() {
        assertThat(MetricSpec.averageValue("orders.open", 1).ofTrigger(2).name())
                .isEqualTo("s2-orders-open");
        MetricSpec named = MetricSpec.averageValue("s2-orders", 1);
        assertThat(named.ofTrigger(2)).isSameAs(named);
    }
}
