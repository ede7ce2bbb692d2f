// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.given.Given;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobNamesTest {

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
    void an_impossible_ordinal_is_not_parsed() {
        assertThat(JobNames.ordinalOf("videos", "videos-9999999999")).isEqualTo(JobNames.HIGHEST);
        assertThat(JobNames.ordinalOf("videos", "videos-10000000000")).isZero();
        assertThat(JobNames.ordinalOf("videos", "videos-0000001")).isZero();
        assertThat(JobNames.ordinalOf("videos", "videos-999999999999999999")).isZero();
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
    void a_long_name_is_truncated_to_a_kubernetes_name_and_parsed_again(String scaledJob) {
        for (long ordinal : new long[] {1, 999_999, 1_000_000, 9_999_999_999L}) {
            String name = JobNames.of(scaledJob, ordinal);

            assertThat(name)
                    .hasSizeLessThanOrEqualTo(63)
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
            assertThat(JobNames.ordinalOf(scaledJob, name)).isEqualTo(ordinal);
        }
    }

    @Test
    void long_names_with_a_common_prefix_stay_distinct() {
        String one = JobNames.of("v".repeat(60) + "a", 1);
        String other = JobNames.of("v".repeat(60) + "b", 1);

        assertThat(one).isNotEqualTo(other).matches("v{43}-[0-9a-f]{8}-000001");
        assertThat(JobNames.ordinalOf("v".repeat(60) + "b", one)).isZero();
        assertThat(JobNames.of("v".repeat(52), 1)).isEqualTo("v".repeat(52) + "-000001");
    }

    @Test
    void planned_jobs_are_a_list_of_names() {
        List<String> jobs = Planner.plan(
                        Given.job().build(),
                        Given.backlog(3, 1),
                        JobCensus.of(
                                NOW,
                                List.of(ObservedJob.unfinished(
                                                "videos-000005", JobState.RUNNING, NOW.minus(JobOrdinals.SETTLING_TIME))
                                        .settling(0))),
                        NOW)
                .jobsToCreate();

        assertThat(jobs).containsExactly("videos-000006", "videos-000007");
        assertThat(IntStream.range(0, jobs.size()).mapToObj(jobs::get))
                .isEqualTo(jobs.stream().toList());
        assertThatThrownBy(() -> jobs.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> jobs.add("x")).isInstanceOf(UnsupportedOperationException.class);
    }
}
