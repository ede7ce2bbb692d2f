// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricWindowTest {

    /** The ends are those of Go's {@code time.Truncate}, which counts from the year 1. */
    @ParameterizedTest
    @CsvSource({
        "60, 2026-03-01T12:00:59Z, 2026-03-01T12:00:00Z",
        "300, 2026-03-01T12:04:59Z, 2026-03-01T12:00:00Z",
        "86400, 2026-03-01T12:00:00Z, 2026-03-01T00:00:00Z",
        "420, 2026-03-01T12:00:00Z, 2026-03-01T11:59:00Z",
        "660, 2026-03-01T12:00:00Z, 2026-03-01T11:57:00Z",
        "604800, 2026-03-01T12:00:00Z, 2026-02-23T00:00:00Z",
    })
    void ends_at_a_multiple_of_the_period_since_the_year_1(long period, Instant now, Instant end) {
        MetricWindow window = new MetricWindow(Duration.ofSeconds(period), Duration.ofSeconds(period), Duration.ZERO);
        assertThat(window.at(now)).isEqualTo(new MetricWindow.Interval(end.minusSeconds(period), end));
        assertThat(window.nextIntervalAt(now)).isEqualTo(end.plusSeconds(period));
    }
}
