// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PollingPhaseTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.001Z");

    @Test
    void ticks_are_on_a_grid_of_50_ms_and_spread_over_the_interval() {
        Map<Instant, Integer> ticks = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            var phase = new WakeTimer.PollingPhase("default/job-" + i, Duration.ofSeconds(10));
            Instant first = phase.nextAfter(NOW);
            assertThat(first.toEpochMilli() % 50).isZero();
            assertThat(Duration.between(NOW, first)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
            assertThat(phase.nextAfter(first)).isEqualTo(first.plusSeconds(10));
            ticks.merge(first, 1, Integer::sum);
        }
        assertThat(ticks).hasSize(200);
        assertThat(ticks.values()).allSatisfy(together -> assertThat(together).isBetween(20, 100));
    }
}
