// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.executor.ExecutionOutcome;
import io.autoscale.executor.JobOutcome;
import io.autoscale.executor.JobOutcome.Status;
import io.autoscale.workload.JobCensus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreationBookTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final CreationBook book = new CreationBook("orders");

    @Test
    void what_was_noted_before_the_clock_was_set_back_does_not_stay_for_ever() {
        book.note(
                new ExecutionOutcome(List.of(
                        JobOutcome.of("orders-000001", Status.CREATED),
                        JobOutcome.of("orders-000002", Status.CREATE_UNKNOWN))),
                NOON);
        Instant back = NOON.minus(Duration.ofHours(1));

        assertThat(book.reconciled(JobCensus.empty(back), back).unseen()).isEqualTo(1);
        assertThat(book.isUncertain()).isTrue();
        Instant later = back.plusSeconds(30);
        assertThat(book.reconciled(JobCensus.empty(later), later).unseen()).isZero();
        Instant muchLater = back.plus(Duration.ofMinutes(6));
        assertThat(book.reconciled(JobCensus.empty(muchLater), muchLater)
                        .ledger()
                        .unresolved())
                .isEmpty();
        assertThat(book.isUncertain()).isFalse();
    }
}
