// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.Rollout;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutPlanTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Rollout IMMEDIATE =
            new Rollout(Rollout.Strategy.IMMEDIATE, Rollout.PropagationPolicy.BACKGROUND);

    private final List<ObservedJob> jobs = List.of(
            job("video-processor-000001", 60, "old"),
            job("video-processor-000002", 50, "new"),
            ObservedJob.unfinished("of-keda-x7h2k", JobState.RUNNING, NOW.minusSeconds(90)),
            ObservedJob.finished("video-processor-000003", JobState.FAILED, NOW.minusSeconds(80), NOW.minusSeconds(9))
                    .madeFrom("old"),
            new ObservedJob("video-processor-000004", JobState.RUNNING, false, true, NOW.minusSeconds(70), null)
                    .madeFrom("old"),
            job("video-processor-000005", 10, "old"));

    @Test
    void immediate_replaces_unfinished_jobs_of_another_template_and_no_others() {
        ScalingPlan plan = plan(builder().rollout(IMMEDIATE).build(), reading(0));
        assertThat(plan.jobsToTerminate()).containsExactly("video-processor-000001", "video-processor-000005");
        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan).hasToString(plan.workload() + ": " + plan.explanation() + "; delete 2 of an older template");
    }

    @Test
    void gradual_replaces_none() {
        assertThat(plan(builder().build(), reading(0)).jobsToTerminate()).isEmpty();
    }

    @Test
    void a_change_of_anything_but_the_template_replaces_none() {
        ScaledJob changed = builder()
                .rollout(IMMEDIATE)
                .jobTemplate(JobTemplate.named("old"))
                .generation(7)
                .pollingInterval(Duration.ofSeconds(5))
                .maxReplicaCount(7)
                .build();
        List<ObservedJob> before = List.of(job("video-processor-000001", 60, "old"));
        assertThat(Planner.plan(changed, List.of(reading(0)), JobCensus.of(NOW, before), NOW)
                        .jobsToTerminate())
                .isEmpty();
    }

    @Test
    void a_disruption_limit_replaces_the_oldest_first() {
        ScaledJob careful = builder().rollout(IMMEDIATE.withMaxDisruption(1)).build();
        assertThat(plan(careful, reading(0)).jobsToTerminate()).containsExactly("video-processor-000001");
    }

    @Test
    void young_jobs_are_protected_if_configured() {
        ScaledJob careful = builder()
                .rollout(IMMEDIATE.withProtectedAge(Duration.ofSeconds(30)))
                .build();
        assertThat(plan(careful, reading(0)).jobsToTerminate()).containsExactly("video-processor-000001");
    }

    @Test
    void jobs_to_terminate_count_as_running_until_they_are_gone() {
        ScaledJob full = builder().rollout(IMMEDIATE).maxReplicaCount(5).build();
        assertThat(plan(full, reading(50)).jobsToCreate()).isEmpty();
    }

    @Test
    void nothing_is_replaced_while_no_trigger_can_be_read() {
        TriggerReading failed = new TriggerReading.Failed("test", ScalerException.Kind.UNAVAILABLE, "not reached", NOW);
        assertThat(plan(builder().rollout(IMMEDIATE).build(), failed).jobsToTerminate())
                .isEmpty();
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThatThrownBy(() -> IMMEDIATE.withMaxDisruption(0)).hasMessageContaining("maxDisruption: '0'");
        assertThatThrownBy(() -> IMMEDIATE.withProtectedAge(Duration.ofSeconds(-1)))
                .hasMessageContaining("protectedAge: 'PT-1S'");
    }

    private ScalingPlan plan(ScaledJob job, TriggerReading reading) {
        return Planner.plan(job, List.of(reading), JobCensus.of(NOW, jobs), NOW);
    }

    private static TriggerReading reading(int backlog) {
        return new TriggerReading.Observed("test", MetricSpec.averageValue("test", 1), new MetricSample(backlog, NOW));
    }

    private static ObservedJob job(String name, int age, String template) {
        return ObservedJob.unfinished(name, JobState.RUNNING, NOW.minusSeconds(age))
                .madeFrom(template);
    }

    private static ScaledJobBuilder builder() {
        return ScaledJob.builder("video-processor")
                .jobTemplate(JobTemplate.named("new"))
                .trigger(Trigger.builder("test").build());
    }
}
