// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobOrdinalsTest {

    private static final Instant OLD = NOW.minus(JobOrdinals.SETTLING_TIME);
    private static final Instant FRESH = OLD.plusMillis(1);

    private RoundMemory memory = RoundMemory.EMPTY;

    private static ObservedJob job(long ordinal, Instant createdAt, long settled) {
        return ObservedJob.unfinished(JobNames.of("videos", ordinal), JobState.RUNNING, createdAt)
                .settling(settled);
    }

    private static JobCensus census(ObservedJob... jobs) {
        return JobCensus.of(NOW, List.of(jobs));
    }

    private static long settled(ObservedJob... jobs) {
        return JobOrdinals.settledBy("videos-", List.of(jobs), NOW);
    }

    private JobOrdinals ordinals(JobCensus census, int count) {
        return new JobOrdinals("videos", census, memory, NOW, count);
    }

    private long[] next(JobCensus census, int count) {
        return ordinals(census, count).next(memory.unresolved(), count);
    }

    private void happened(Status status, String... names) {
        memory = memory.after(
                new ExecutionOutcome(List.of(names).stream()
                        .map(name -> JobOutcome.of(name, status))
                        .toList()),
                NOW);
    }

    @Test
    void a_job_settles_the_ordinals_in_use_at_its_creation() {
        assertThat(settled()).isZero();
        assertThat(settled(job(9, FRESH, 4), job(8, FRESH, 6))).isEqualTo(6);
    }

    @Test
    void a_job_of_five_minutes_settles_its_own_ordinal() {
        assertThat(settled(job(9, FRESH, 0), job(4, OLD, 0), job(3, OLD, 0))).isEqualTo(4);
    }

    @Test
    void a_foreign_job_settles_nothing_and_its_name_is_skipped() {
        ObservedJob foreign = ObservedJob.unfinished("videos-9999999999", JobState.RUNNING, Instant.EPOCH);
        ObservedJob second = ObservedJob.unfinished("videos-000002", JobState.RUNNING, Instant.EPOCH);

        assertThat(settled(foreign, second)).isZero();
        assertThat(next(census(foreign, second), 3)).containsExactly(1, 3, 4);
    }

    @Test
    void a_job_with_a_settled_ordinal_above_its_own_settles_nothing() {
        assertThat(settled(job(3, OLD, 3), job(4, OLD, 9_999_999_999L))).isZero();
    }

    @Test
    void the_next_ordinals_fill_the_gaps_above_the_settled_one() {
        assertThat(next(census(), 3)).containsExactly(1, 2, 3);
        assertThat(next(census(), 0)).isEmpty();
        assertThat(next(census(job(2, OLD, 0), job(7, OLD, 0)), 2)).containsExactly(8, 9);
        assertThat(next(census(job(7, FRESH, 6), job(9, FRESH, 6), job(11, FRESH, 7)), 4))
                .containsExactly(8, 10, 12, 13);
        assertThat(next(census(job(9, FRESH, 0)), 2)).containsExactly(1, 2);
    }

    @Test
    void the_settled_ordinal_is_derived_from_the_created_jobs() {
        assertThat(ordinals(census(), 1).settled()).isZero();
        assertThat(ordinals(census(job(7, FRESH, 6), job(8, FRESH, 6), job(10, FRESH, 6)), 1)
                        .settled())
                .isEqualTo(8);
    }

    @Test
    void finished_jobs_keep_their_ordinals() {
        ObservedJob done = ObservedJob.finished("videos-000001", JobState.SUCCEEDED, FRESH, NOW)
                .settling(0);

        assertThat(next(census(done), 1)).containsExactly(2);
    }

    @Test
    void created_and_foreign_names_are_skipped() {
        happened(Status.CREATED, "videos-000002");
        happened(Status.NAME_TAKEN, "videos-000001", "videos-000004");

        assertThat(next(census(), 3)).containsExactly(3, 5, 6);
        assertThat(ordinals(census(), 3).settled()).isEqualTo(2);
    }

    @Test
    void unresolved_names_are_reused_first_in_ascending_order() {
        happened(Status.CREATE_UNKNOWN, "videos-000009", "videos-000007");
        JobCensus census = census(job(5, OLD, 0));

        assertThat(next(census, 1)).containsExactly(7);
        assertThat(next(census, 2)).containsExactly(7, 9);
        assertThat(next(census, 5)).containsExactly(7, 9, 6, 8, 10);
    }

    @Test
    void an_unresolved_name_now_seen_settled_or_foreign_is_not_reused() {
        happened(Status.CREATE_UNKNOWN, "videos-000004", "videos-000006", "videos-000007", "other");
        happened(Status.NAME_TAKEN, "videos-000007");

        assertThat(next(census(job(5, OLD, 0), job(6, FRESH, 4)), 2)).containsExactly(8, 9);
    }
}
