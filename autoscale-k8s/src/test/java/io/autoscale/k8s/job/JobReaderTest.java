// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static io.autoscale.k8s.job.JobShapes.job;
import static io.autoscale.k8s.job.JobShapes.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobReaderTest {

    @ParameterizedTest
    @CsvSource({
        "'', PENDING",
        "Pending, PENDING",
        "Running, RUNNING",
        "Succeeded, RUNNING",
        "Failed, PENDING",
        "Unknown, PENDING",
        "Failed;Pending, PENDING",
        "Failed;Running, RUNNING",
        "Pending;Succeeded, RUNNING",
    })
    void without_conditions_a_job_is_pending_until_a_pod_runs_or_has_succeeded(String phases, JobState expected) {
        List<Pod> pods = phases.isEmpty()
                ? List.of()
                : Arrays.stream(phases.split(";"))
                        .map(phase -> pod(phase, List.of()))
                        .toList();
        assertThat(JobReader.read(job(), pods, List.of()).state()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', PENDING",
        "Ready, PENDING",
        "PodScheduled, PENDING",
        "Ready PodScheduled, RUNNING",
        "Ready;PodScheduled, PENDING",
        "Ready;Ready PodScheduled Initialized, RUNNING",
    })
    void with_conditions_one_pod_must_have_them_all(String podConditions, JobState expected) {
        List<Pod> pods = Arrays.stream(podConditions.split(";"))
                .map(conditions -> pod("Running", Arrays.asList(conditions.split(" "))))
                .toList();
        for (List<String> wanted :
                List.of(List.of("Ready", "PodScheduled"), List.of("Ready", "Ready", "PodScheduled"))) {
            assertThat(JobReader.read(job(), pods, wanted).state()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Complete, SUCCEEDED",
        "Failed, FAILED",
        "SuccessCriteriaMet Complete, SUCCEEDED",
        "FailureTarget Failed, FAILED",
    })
    void a_terminal_condition_finishes_a_job_at_its_time(String conditions, JobState expected) {
        ObservedJob read = JobReader.read(job(conditions.split(" ")), List.of(), List.of());
        assertThat(read.state()).isEqualTo(expected);
        assertThat(read.finishedAt()).isEqualTo(Instant.parse("2030-01-01T12:01:00Z"));
        assertThat(read.createdAt()).isEqualTo(Instant.parse("2030-01-01T12:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"SuccessCriteriaMet", "FailureTarget"})
    void a_job_that_is_about_to_end_is_terminating_and_not_finished(String condition) {
        ObservedJob read = JobReader.read(job(condition), List.of(pod("Running", List.of())), List.of());
        assertThat(read.terminating()).isTrue();
        assertThat(read.state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void a_condition_that_is_not_true_finishes_nothing() {
        Job job = job("Complete");
        job.getStatus().getConditions().get(0).setStatus("False");
        assertThat(JobReader.isFinished(job)).isFalse();
        assertThat(JobReader.isFinished(job())).isFalse();
        assertThat(JobReader.isFinished(new JobBuilder(job()).withStatus(null).build()))
                .isFalse();
    }

    @Test
    void suspended_jobs_and_jobs_being_deleted_are_distinguished() {
        Job suspended =
                new JobBuilder(job()).editSpec().withSuspend(true).endSpec().build();
        Job deleted = new JobBuilder(job())
                .editMetadata()
                .withDeletionTimestamp("2030-01-01T12:02:00Z")
                .endMetadata()
                .build();
        assertThat(JobReader.read(suspended, List.of(), List.of()).suspended()).isTrue();
        assertThat(JobReader.read(deleted, List.of(), List.of()).terminating()).isTrue();
        assertThat(JobReader.read(deleted, List.of(), List.of()).state()).isEqualTo(JobState.PENDING);
    }
}
