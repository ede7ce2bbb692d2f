// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private static JobCensus census() {
        return JobCensus.of(
                AT,
                List.of(
                        ObservedJob.unfinished("a", JobState.RUNNING, AT),
                        ObservedJob.unfinished("b", JobState.PENDING, AT),
                        new ObservedJob("c", JobState.PENDING, true, false, AT, null),
                        new ObservedJob("d", JobState.RUNNING, false, true, AT, null),
                        new ObservedJob("e", JobState.FAILED, true, true, AT, AT),
                        ObservedJob.finished("f", JobState.FAILED, AT, AT),
                        ObservedJob.finished("g", JobState.SUCCEEDED, AT, AT)));
    }

    @Test
    void a_census_counts_its_jobs() {
        assertThat(census())
                .hasToString("JobCensus[running 4, pending 2, suspended 1, terminating 1, succeeded 1,"
                        + " failed 2, at 2026-03-01T12:00:00Z]");
        assertThat(census().running()).isEqualTo(4);
        assertThat(census().pending()).isEqualTo(2);
        assertThat(census().succeeded()).isEqualTo(1);
        assertThat(census().failed()).isEqualTo(2);
        assertThat(census().suspended()).isEqualTo(1);
        assertThat(census().terminating()).isEqualTo(1);
        assertThat(census().jobs()).hasSize(7);
        assertThat(census().observedAt()).isEqualTo(AT);
    }

    @Test
    void a_census_may_be_made_of_numbers_or_empty() {
        assertThat(JobCensus.ofCounts(AT, 3, 2).running()).isEqualTo(3);
        assertThat(JobCensus.ofCounts(AT, 3, 2).pending()).isEqualTo(2);
        assertThat(JobCensus.empty(AT).running()).isZero();
        assertThat(JobCensus.empty(AT).jobs()).isEmpty();
    }

    @Test
    void a_census_copies_its_list() {
        List<ObservedJob> jobs = new ArrayList<>(census().jobs());
        JobCensus census = JobCensus.of(AT, jobs);
        jobs.clear();

        assertThat(census.jobs()).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "-1, 0, \"running: '-1' is not valid, expected >= 0\"",
                "1, 2, \"pending: '2' is not valid, expected 0 to running (1)\"",
                "1, -1, \"pending: '-1' is not valid, expected 0 to running (1)\"",
            })
    void the_numbers_of_a_census_are_checked(int running, int pending, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobCensus.ofCounts(AT, running, pending))
                .withMessage(message);
    }

    @Test
    void a_census_needs_a_time() {
        assertThatNullPointerException()
                .isThrownBy(() -> JobCensus.ofCounts(null, 0, 0))
                .withMessage("observedAt");
    }

    @ParameterizedTest
    @EnumSource
    void a_job_has_an_end_if_and_only_if_it_is_finished(JobState state) {
        Instant wrong = state.isFinished() ? null : AT;
        Instant right = state.isFinished() ? AT : null;

        assertThat(new ObservedJob("j", state, false, false, AT, right).finishedAt())
                .isEqualTo(right);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObservedJob("j", state, false, false, AT, wrong))
                .withMessage("finishedAt: '" + wrong + "' is not valid for job j in state " + state
                        + ", expected a time if and only if the job is finished");
    }

    @ParameterizedTest
    @CsvSource({"PENDING, false", "RUNNING, false", "SUCCEEDED, true", "FAILED, true"})
    void two_states_are_finished(JobState state, boolean finished) {
        assertThat(state.isFinished()).isEqualTo(finished);
    }

    @ParameterizedTest
    @CsvSource({
        // min, max, effective min, effective max
        "0, 100, 0, 100",
        "2, 10, 2, 8",
        "3, 3, 3, 0",
        "5, 3, 3, 3",
        "0, 1, 0, 1",
    })
    void the_effective_bounds_match_keda(int min, int max, int effectiveMin, int effectiveMax) {
        ReplicaBounds bounds = new ReplicaBounds(min, max);

        assertThat(bounds.effectiveMinimum()).isEqualTo(effectiveMin);
        assertThat(bounds.effectiveMaximum()).isEqualTo(effectiveMax);
        assertThat(ReplicaBounds.DEFAULT).isEqualTo(new ReplicaBounds(0, 100));
    }

    @Test
    void the_bounds_are_checked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplicaBounds(-1, 1))
                .withMessage("minReplicaCount: '-1' is not valid, expected >= 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplicaBounds(0, 0))
                .withMessage("maxReplicaCount: '0' is not valid, expected >= 1");
    }

    @ParameterizedTest
    @CsvSource({"'',b,c", "a,'',c", "a,b,' '"})
    void a_workload_has_kind_namespace_and_name(String kind, String namespace, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkloadRef(kind, namespace, name))
                .withMessage("workload: '" + kind + " " + namespace + "/" + name
                        + "' is not valid, expected kind, namespace and name");
    }

    @Test
    void a_workload_is_identified_by_namespace_and_name() {
        WorkloadRef ref = WorkloadRef.scaledJob("media", "videos");

        assertThat(ref).hasToString("media/videos").isEqualTo(new WorkloadRef("ScaledJob", "media", "videos"));
        assertThat(new CensusRequest(ref, List.of("Ready")).pendingPodConditions())
                .containsExactly("Ready");
        assertThatNullPointerException()
                .isThrownBy(() -> new CensusRequest(null, List.of()))
                .withMessage("workload");
        assertThat(new CensusException("no list", null)).hasMessage("no list").hasNoCause();
    }
}
