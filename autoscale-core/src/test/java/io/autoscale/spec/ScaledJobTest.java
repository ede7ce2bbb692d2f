// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.given.Given;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.ReplicaBounds;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaledJobTest {

    @Test
    void every_field_has_its_default() {
        ScaledJob job = Given.job().build();

        assertThat(job.ref()).isEqualTo(WorkloadRef.scaledJob("default", "videos"));
        assertThat(job.name()).isEqualTo("videos");
        assertThat(job.namespace()).isEqualTo("default");
        assertThat(job.labels()).isEmpty();
        assertThat(job.annotations()).isEmpty();
        assertThat(job.generation()).isZero();
        assertThat(job.pollingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(job.historyLimits()).isEqualTo(new HistoryLimits(100, 100));
        assertThat(job.envSourceContainerName()).isEmpty();
        assertThat(job.bounds()).isEqualTo(new ReplicaBounds(0, 100));
        assertThat(job.minTotalJobCount()).isZero();
        assertThat(job.warmJobCount()).isZero();
        assertThat(job.claimTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(job.rollout()).isEqualTo(Rollout.GRADUAL);
        assertThat(job.scalingStrategy()).isEqualTo(ScalingStrategy.defaultStrategy());
        assertThat(job.pendingPodConditions()).isEmpty();
        assertThat(job.multipleScalersCalculation()).isEqualTo(MultipleScalersCalculation.MAX);
        assertThat(job.triggers()).containsExactly(Given.trigger());
        assertThat(job.isPaused()).isFalse();
        assertThat(job.warnings()).isEmpty();
        assertThat(job.jobTemplate().fingerprint()).isEqualTo("v1");
    }

    private static ScaledJobBuilder everythingSet() {
        return ScaledJob.builder("videos")
                .namespace("media")
                .labels(Map.of("team", "video"))
                .annotations(Map.of(ScaledJob.PAUSED_ANNOTATION, "true"))
                .generation(7)
                .jobTemplate(JobTemplate.named("v2"))
                .pollingInterval(Duration.ofSeconds(1))
                .successfulJobsHistoryLimit(0)
                .failedJobsHistoryLimit(3)
                .envSourceContainerName("worker")
                .maxReplicaCount(10)
                .minTotalJobCount(2)
                .warmJobCount(1)
                .rollout(new Rollout(Rollout.Strategy.IMMEDIATE, Rollout.PropagationPolicy.FOREGROUND))
                .scalingStrategy(ScalingStrategy.custom(-2, 0.5))
                .pendingPodConditions(List.of("Ready"))
                .multipleScalersCalculation(MultipleScalersCalculation.MAX_JOBS)
                .triggers(List.of(Given.trigger(), Given.trigger()));
    }

    private static void assertEverythingSet(ScaledJob job) {
        assertThat(job.ref()).hasToString("media/videos");
        assertThat(job.labels()).isEqualTo(Map.of("team", "video"));
        assertThat(job.annotations()).isEqualTo(Map.of("autoscaling.keda.sh/paused", "true"));
        assertThat(job.generation()).isEqualTo(7);
        assertThat(job.jobTemplate()).isEqualTo(JobTemplate.named("v2"));
        assertThat(job.pollingInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(job.historyLimits()).isEqualTo(new HistoryLimits(0, 3));
        assertThat(job.envSourceContainerName()).isEqualTo("worker");
        assertThat(job.bounds()).isEqualTo(new ReplicaBounds(0, 10));
        assertThat(job.minTotalJobCount()).isEqualTo(2);
        assertThat(job.warmJobCount()).isEqualTo(1);
        assertThat(job.rollout())
                .isEqualTo(new Rollout(Rollout.Strategy.IMMEDIATE, Rollout.PropagationPolicy.FOREGROUND));
        assertThat(job.scalingStrategy()).isEqualTo(ScalingStrategy.custom(-2, 0.5));
        assertThat(job.pendingPodConditions()).containsExactly("Ready");
        assertThat(job.multipleScalersCalculation()).isEqualTo(MultipleScalersCalculation.MAX_JOBS);
        assertThat(job.triggers()).hasSize(2);
        assertThat(job.isPaused()).isTrue();
    }

    @Test
    void every_field_can_be_set_and_survives_to_builder() {
        ScaledJob job = everythingSet().build();

        assertEverythingSet(job);
        assertEverythingSet(job.toBuilder().build());
        assertEverythingSet(job.toBuilder().build().toBuilder().build());
        assertThat(job.toBuilder().build()).hasToString(job.toString());
    }

    @Test
    void to_builder_leaves_the_first_alone() {
        ScaledJob job = everythingSet().build();

        ScaledJob other = job.toBuilder()
                .failedJobsHistoryLimit(9)
                .trigger(Trigger.builder("x").build())
                .build();

        assertThat(other.historyLimits()).isEqualTo(new HistoryLimits(0, 9));
        assertThat(other.triggers()).hasSize(3);
        assertEverythingSet(job);
    }

    @Test
    void reusing_a_builder_does_not_change_what_it_built() {
        Map<String, String> labels = new HashMap<>(Map.of("a", "1"));
        ScaledJobBuilder builder = Given.job().labels(labels);
        ScaledJob first = builder.build();

        labels.put("b", "2");
        builder.maxReplicaCount(1).trigger(Given.trigger()).namespace("other");

        assertThat(first.bounds().maximum()).isEqualTo(100);
        assertThat(first.triggers()).hasSize(1);
        assertThat(first.namespace()).isEqualTo("default");
        assertThat(first.labels()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void a_strategy_and_a_calculation_can_be_given_as_values() {
        ScalingStrategy none = in -> ScalingDecision.none("never");
        ScaledJob job = Given.job()
                .scalingStrategy(none)
                .multipleScalersCalculation(MultipleScalersCalculation.SUM)
                .rollout(new Rollout(Rollout.Strategy.IMMEDIATE, Rollout.PropagationPolicy.BACKGROUND))
                .build();

        assertThat(job.scalingStrategy()).isSameAs(none);
        assertThat(job.toBuilder().build().scalingStrategy()).isSameAs(none);
        assertThat(job.multipleScalersCalculation()).isEqualTo(MultipleScalersCalculation.SUM);
        assertThat(job.rollout().strategy()).isEqualTo(Rollout.Strategy.IMMEDIATE);
    }

    @Test
    void valid_but_unusual_settings_are_warnings() {
        ScaledJob job = Given.job()
                .minReplicaCount(5)
                .maxReplicaCount(3)
                .trigger(Trigger.builder("x").useCachedMetrics(true).build())
                .build();

        assertThat(job.warnings())
                .containsExactly(
                        "minReplicaCount 5 is above maxReplicaCount 3; 3 is used",
                        "triggers[1].useCachedMetrics has no effect for a ScaledJob");
        assertThat(job.bounds().effectiveMinimum()).isEqualTo(3);
        assertThat(Given.job().minReplicaCount(3).maxReplicaCount(3).build().warnings())
                .isEmpty();
    }

    @Test
    void the_edges_of_every_range_are_allowed() {
        String longest = ("a".repeat(62) + ".").repeat(4) + "b";
        ScaledJob job = ScaledJob.builder(longest)
                .namespace("n".repeat(63))
                .jobTemplate(JobTemplate.named(""))
                .trigger(Given.trigger())
                .maxReplicaCount(1)
                .minTotalJobCount(1)
                .warmJobCount(1)
                .build();

        assertThat(longest).hasSize(253);
        assertThat(job.name()).isEqualTo(longest);
    }

    @Test
    void a_scaled_job_prints_on_one_line() {
        assertThat(Given.job().build())
                .hasToString("ScaledJob[default/videos, every PT30S, 0 to 100, default, triggers"
                        + " [Trigger[aws-sqs-queue {}]]]");
    }

    @Test
    void history_limits_are_not_negative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HistoryLimits(-1, 2))
                .withMessage("history limits: '-1, 2' is not valid, expected >= 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HistoryLimits(2, -1))
                .withMessage("history limits: '2, -1' is not valid, expected >= 0");
    }

    @Test
    void a_template_by_name_has_no_environment_and_the_default_service_account() {
        JobTemplate template = JobTemplate.named("v1");

        assertThat(template.environment("").get("HOME")).isEmpty();
        assertThat(template.serviceAccountName()).isEqualTo("default");
        assertThatNullPointerException()
                .isThrownBy(() -> JobTemplate.named(null))
                .withMessage("name");
    }
}
