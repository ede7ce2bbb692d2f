// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedReadClockTest {

    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.999S, 1", "PT1S, 2", "PT24H, 2", "PT-0.001S, 2", "PT-24H, 2"})
    void a_read_is_shared_while_fresh_and_not_after_the_clock_moves_back(Duration later, int reads) {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        AtomicInteger sent = new AtomicInteger();
        SharedRead<Integer> read =
                new SharedRead<>("a shared read", now::get, Duration.ofSeconds(1), Duration.ofSeconds(10));
        read.get(sent::incrementAndGet, null);
        now.set(START.plus(later));
        assertThat(read.get(sent::incrementAndGet, null)).isEqualTo(reads);
    }
}
