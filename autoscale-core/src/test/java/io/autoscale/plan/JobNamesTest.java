// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.given.Given;
import io.autoscale.workload.CreationLedger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobNamesTest {

    private static final Instant SETTLED = NOW.minus(JobNames.SETTLING_TIME);
    private static final Instant FRESH = SETTLED.plusMillis(1);

    private static ObservedJob job(long ordinal, Instant createdAt) {
        return ObservedJob.unfinished(JobNames.of("videos", ordinal), JobState.RUNNING, createdAt);
    }

    private static JobCensus census(ObservedJob... jobs) {
        return JobCensus.of(NOW, List.of(jobs));
    }

    private static Set<String> names(long... ordinals) {
        return Arrays.stream(ordinals)
                .mapToObj(ordinal -> JobNames.of("videos", ordinal))
                .collect(Collectors.toSet());
    }

    private static long[] next(JobCensus census, int count) {
        return JobNames.nextOrdinals("videos", census, NOW, count);
    }

    @ParameterizedTest
    @CsvSource({
        "videos, 1, videos-000001",
        "videos, 42, videos-000042",
        "videos, 999999, videos-999999",
        "videos, 1000000, videos-1000000",
        "a.b, 7, a.b-000007",
        "a-000001, 2, a-000001-000002",
    })
    void a_name_holds_its_ordinal_in_at_least_six_digits(String scaledJob, long ordinal, String name) {
        assertThat(JobNames.of(scaledJob, ordinal)).isEqualTo(name);
        assertThat(JobNames.ordinalOf(scaledJob, name)).isEqualTo(ordinal);
    }

    @ParameterizedTest
    @CsvSource({
        "videos-00001",
        "videos-",
        "videos",
        "''",
        "other-000001",
        "videos-00000a",
        "videos-00000/",
        "videos-00000:",
        "videos-000001-000002",
        "videos--00001",
        "videos-1234567890123456789",
        "Videos-000001",
        "videos-x12345",
    })
    void a_name_of_another_form_has_no_ordinal(String name) {
        assertThat(JobNames.ordinalOf("videos", name)).isZero();
    }

    @Test
    void the_most_digits_that_are_read_are_eighteen() {
        assertThat(JobNames.ordinalOf("videos", "videos-999999999999999999")).isEqualTo(999_999_999_999_999_999L);
    }

    static Stream<String> longNames() {
        return Stream.of(
                "v".repeat(52),
                "v".repeat(53),
                "v".repeat(253),
                "v".repeat(42) + "." + "w".repeat(30),
                "v".repeat(42) + "-" + "w".repeat(30),
                "v".repeat(41) + ".w" + "x".repeat(30),
                "v.".repeat(40) + "v");
    }

    @ParameterizedTest
    @MethodSource("longNames")
    void a_long_name_is_cut_to_a_kubernetes_name_and_read_again(String scaledJob) {
        for (long ordinal : new long[] {1, 999_999, 1_000_000, 9_999_999_999L}) {
            String name = JobNames.of(scaledJob, ordinal);

            assertThat(name)
                    .hasSizeLessThanOrEqualTo(63)
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
            assertThat(JobNames.ordinalOf(scaledJob, name)).isEqualTo(ordinal);
        }
    }

    @Test
    void long_names_with_one_beginning_stay_apart() {
        String one = JobNames.of("v".repeat(60) + "a", 1);
        String other = JobNames.of("v".repeat(60) + "b", 1);

        assertThat(one).isNotEqualTo(other).matches("v{43}-[0-9a-f]{8}-000001");
        assertThat(JobNames.ordinalOf("v".repeat(60) + "b", one)).isZero();
        assertThat(JobNames.of("v".repeat(52), 1)).isEqualTo("v".repeat(52) + "-000001");
    }

    @Test
    void the_settled_ordinal_is_the_highest_of_the_jobs_that_have_settled() {
        assertThat(JobNames.settledOrdinal("videos", census(), NOW)).isZero();
        assertThat(JobNames.settledOrdinal("videos", census(job(9, FRESH), job(4, SETTLED), job(3, SETTLED)), NOW))
                .isEqualTo(4);
        assertThat(JobNames.settledOrdinal("others", census(job(4, SETTLED)), NOW))
                .isZero();
        CreationLedger ledger = new CreationLedger(Set.of(), Set.of(), Set.of(), 6);
        assertThat(JobNames.settledOrdinal("videos", census(job(4, SETTLED)).with(ledger), NOW))
                .isEqualTo(6);
        assertThat(JobNames.settledOrdinal("videos", census(job(8, SETTLED)).with(ledger), NOW))
                .isEqualTo(8);
    }

    @Test
    void the_next_ordinals_fill_the_gaps_above_the_settled_one() {
        assertThat(next(census(), 3)).containsExactly(1, 2, 3);
        assertThat(next(census(), 0)).isEmpty();
        assertThat(next(census(job(2, SETTLED), job(7, SETTLED)), 2)).containsExactly(8, 9);
        assertThat(next(census(job(7, SETTLED), job(9, FRESH), job(11, FRESH)), 4))
                .containsExactly(8, 10, 12, 13);
        assertThat(next(census(job(9, FRESH)), 2)).containsExactly(1, 2);
    }

    @Test
    void finished_jobs_keep_their_ordinals() {
        ObservedJob done = ObservedJob.finished("videos-000001", JobState.SUCCEEDED, FRESH, NOW);

        assertThat(next(census(done), 1)).containsExactly(2);
    }

    @Test
    void unseen_and_taken_names_are_skipped() {
        CreationLedger ledger = new CreationLedger(names(2), Set.of(), names(1, 4), 0);

        assertThat(next(census().with(ledger), 3)).containsExactly(3, 5, 6);
    }

    @Test
    void unresolved_names_come_first_and_lowest_first() {
        CreationLedger ledger = new CreationLedger(Set.of(), names(9, 3), Set.of(), 5);

        assertThat(next(census().with(ledger), 1)).containsExactly(3);
        assertThat(next(census().with(ledger), 2)).containsExactly(3, 9);
        assertThat(next(census().with(ledger), 5)).containsExactly(3, 9, 6, 7, 8);
    }

    @Test
    void an_unresolved_name_that_is_seen_taken_or_of_another_is_not_named_again() {
        CreationLedger ledger = new CreationLedger(
                names(2), Set.of("videos-000001", "videos-000002", "videos-000003", "other"), names(3), 0);

        assertThat(next(census(job(1, FRESH)).with(ledger), 2)).containsExactly(4, 5);
    }

    @Test
    void planned_jobs_are_a_list_of_names() {
        List<String> jobs = Planner.plan(Given.job().build(), Given.backlog(3, 1), census(job(5, SETTLED)), NOW)
                .jobsToCreate();

        assertThat(jobs).containsExactly("videos-000006", "videos-000007");
        assertThat(IntStream.range(0, jobs.size()).mapToObj(jobs::get))
                .isEqualTo(jobs.stream().toList());
        assertThatThrownBy(() -> jobs.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> jobs.add("x")).isInstanceOf(UnsupportedOperationException.class);
    }
}
