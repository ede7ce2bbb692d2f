// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakesTest {

    private final ManualTime time = new ManualTime();
    private final JobStore store = new JobStore(time);
    private final InMemoryJobs jobs = new InMemoryJobs(store, time);

    private JobCensus census() {
        return jobs.observe(new CensusRequest(WorkloadRef.scaledJob("default", "orders"), List.of()));
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void scripted_values_are_returned_in_order_and_the_last_one_repeats() {
        FakeSource source = FakeSource.named("orders").script(1, 5, 2);
        assertThat(List.of(source.sample(), source.sample(), source.sample(), source.sample()))
                .extracting(sample -> sample.value())
                .containsExactly(1.0, 5.0, 2.0, 2.0);
        assertThat(source.reads()).isEqualTo(4);
        assertThatThrownBy(source::script).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_source_failure_counts_as_a_read_and_ends_with_the_next_value() {
        FakeSource source = FakeSource.named("orders").fail(Kind.THROTTLED, "slow down");
        assertThatThrownBy(source::sample).isInstanceOf(ScalerException.class).hasMessage("slow down");
        assertThat(source.set(4).sample().value()).isEqualTo(4);
        assertThat(source.reads()).isEqualTo(2);
    }

    @Test
    void a_name_is_created_once_until_it_is_deleted() {
        assertThat(store.create("a")).isTrue();
        assertThat(store.create("a")).isFalse();
        store.delete("a");
        assertThat(store.create("a")).isTrue();
        assertThat(store.created()).containsExactly("a", "a");
    }

    @Test
    void a_lagging_view_shows_the_past_with_its_time() {
        store.create("a");
        pass(5);
        store.create("b");
        store.succeed("a");
        pass(5);
        jobs.lagging(Duration.ofSeconds(7));
        assertThat(census().observedAt()).isEqualTo(time.instant().minusSeconds(7));
        assertThat(census().jobs()).extracting(job -> job.name()).containsExactly("a");
        assertThat(census().pending()).isEqualTo(1);
        jobs.lagging(Duration.ZERO);
        assertThat(census().succeeded()).isEqualTo(1);
        assertThat(census().running()).isEqualTo(1);
    }

    @Test
    void one_census_fails_and_the_next_succeeds() {
        jobs.failingNextCensus();
        assertThatThrownBy(this::census).isInstanceOf(CensusException.class);
        assertThat(census().running()).isZero();
    }

    @Test
    void a_late_create_appears_at_its_time() {
        store.createAt("a", time.instant().plusSeconds(3));
        pass(2);
        assertThat(store.created()).isEmpty();
        pass(1);
        assertThat(store.created()).containsExactly("a");
    }

    @Test
    void a_clock_driven_job_waits_works_and_succeeds() {
        store.autoRun(Duration.ofSeconds(3), Duration.ofSeconds(10));
        store.create("a");
        assertThat(census().pending()).isEqualTo(1);
        pass(3);
        assertThat(census().pending()).isZero();
        assertThat(census().running()).isEqualTo(1);
        pass(10);
        assertThat(store.unfinished()).isEmpty();
        assertThat(census().succeeded()).isEqualTo(1);
    }

    @Test
    void jobs_that_never_ran_together_do_not_add_up_to_a_peak() {
        store.autoRun(Duration.ZERO, Duration.ofSeconds(10));
        store.create("a");
        pass(10);
        store.create("b");
        assertThat(store.mostUnfinished()).isEqualTo(1);
    }

    @Test
    void a_quota_counts_finished_jobs_and_not_deleted_ones() {
        store.quota(1);
        store.create("a");
        store.succeed("a");
        assertThatThrownBy(() -> store.create("b")).isInstanceOf(IllegalStateException.class);
        store.delete("a");
        assertThat(store.create("b")).isTrue();
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThatThrownBy(() -> store.quota(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.autoRun(Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.start("nobody")).isInstanceOf(IllegalArgumentException.class);
    }
}
