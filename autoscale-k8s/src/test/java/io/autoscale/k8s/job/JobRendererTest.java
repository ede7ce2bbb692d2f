// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What jobs look like: they know why they exist, and are kept where they run. */
class JobRendererTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private final KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_job_is_rendered_as_in_the_golden_file() throws IOException {
        Job job = render(KubernetesJobs.builder(client), neverRestarted(), 1, 3).get(0);
        assertThat(Serialization.asYaml(job)).isEqualTo(golden());
    }

    @Test
    void a_job_records_its_trigger_and_reason() {
        Job job = render(KubernetesJobs.builder(client), neverRestarted(), 1, 3).get(0);
        assertThat(job.getMetadata().getAnnotations())
                .containsEntry("autoscale.io/trigger", "videos")
                .containsEntry("autoscale.io/trigger-type", "aws-sqs-queue")
                .containsEntry("autoscale.io/decision-id", "2030-01-01T12:00:00Z")
                .containsEntry("autoscale.io/backlog", "3");
        assertThat(job.getMetadata().getAnnotations().get("autoscale.io/reason"))
                .endsWith("create 3");
        assertThat(variables(job))
                .containsEntry("AUTOSCALE_TRIGGER", "videos")
                .containsEntry("AUTOSCALE_TRIGGER_TYPE", "aws-sqs-queue")
                .containsEntry("AUTOSCALE_DECISION_ID", "2030-01-01T12:00:00Z")
                .containsEntry("AUTOSCALE_BACKLOG", "3")
                .containsEntry("AUTOSCALE_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/1/videos");
    }

    @Test
    void a_variable_set_by_the_template_is_kept() {
        JobSpec own = new JobSpecBuilder(neverRestarted())
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("AUTOSCALE_TRIGGER")
                .withValue("mine")
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .build();
        Job job = render(KubernetesJobs.builder(client), own, 1, 3).get(0);
        assertThat(variables(job)).containsEntry("AUTOSCALE_TRIGGER", "mine");
    }

    @Test
    void a_key_of_a_custom_source_makes_a_valid_variable_and_replaces_none_of_the_library() {
        ScaledJob job = scaledJob(neverRestarted(), 1).build();
        assertThat(variables(render(KubernetesJobs.builder(client), job, metric("topic.name=x", "orders"), 1)))
                .containsEntry("AUTOSCALE_TOPIC_NAME_X", "orders");
        assertThat(variables(render(KubernetesJobs.builder(client), job, metric("trigger", "other"), 1)))
                .containsEntry("AUTOSCALE_TRIGGER", "videos");
    }

    private static MetricSpec metric(String key, String eventSource) {
        return MetricSpec.averageValue("test", 1).withEventSource(key, eventSource);
    }

    private static Job render(KubernetesJobsBuilder builder, ScaledJob job, MetricSpec metric, int backlog) {
        return render(builder, job, List.of(metric), backlog).get(0);
    }

    @Test
    void jobs_are_assigned_to_triggers_in_proportion_to_their_demand() {
        List<Job> jobs = render(KubernetesJobs.builder(client), neverRestarted(), 2, 30, 10);
        Map<String, Long> byTrigger = jobs.stream()
                .collect(Collectors.groupingBy(
                        job -> job.getMetadata().getAnnotations().get("autoscale.io/trigger"), Collectors.counting()));
        assertThat(jobs).hasSize(40);
        assertThat(byTrigger).isEqualTo(Map.of("videos", 30L, "audio", 10L));
        assertThat(jobs.subList(0, 4))
                .extracting(job -> job.getMetadata().getAnnotations().get("autoscale.io/trigger"))
                .containsOnlyOnce("audio");
    }

    @Test
    void a_job_for_the_minimum_has_no_trigger() {
        ScaledJob job = scaledJob(neverRestarted(), 1).minReplicaCount(2).build();
        List<Job> jobs = render(KubernetesJobs.builder(client), job, 0);
        assertThat(jobs).hasSize(2);
        assertThat(jobs.get(0).getMetadata().getAnnotations())
                .doesNotContainKey("autoscale.io/trigger")
                .containsEntry("autoscale.io/backlog", "0");
    }

    @Test
    void an_eviction_is_not_a_failure_and_node_autoscalers_do_not_evict() {
        Job job = render(KubernetesJobs.builder(client), neverRestarted(), 1, 1).get(0);
        assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("karpenter.sh/do-not-disrupt", "true")
                .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
        assertThat(job.getSpec().getPodFailurePolicy().getRules())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.getAction()).isEqualTo("Ignore");
                    assertThat(rule.getOnPodConditions().get(0).getType()).isEqualTo("DisruptionTarget");
                });
    }

    @Test
    void restartable_pods_get_no_failure_policy_that_kubernetes_would_reject() {
        JobSpec restarted = neverRestarted();
        restarted.getTemplate().getSpec().setRestartPolicy(null);
        Job job = render(KubernetesJobs.builder(client), restarted, 1, 1).get(0);
        assertThat(job.getSpec().getPodFailurePolicy()).isNull();
    }

    @Test
    void eviction_settings_of_the_template_are_kept() {
        JobSpec own = new JobSpecBuilder(neverRestarted())
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("FailJob")
                .endRule()
                .endPodFailurePolicy()
                .editTemplate()
                .editOrNewMetadata()
                .addToAnnotations("cluster-autoscaler.kubernetes.io/safe-to-evict", "true")
                .endMetadata()
                .endTemplate()
                .build();
        Job job = render(KubernetesJobs.builder(client), own, 1, 1).get(0);
        assertThat(job.getSpec().getPodFailurePolicy().getRules().get(0).getAction())
                .isEqualTo("FailJob");
        assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "true");
    }

    @Test
    void explanations_and_protection_can_be_left_out() {
        Job job = render(KubernetesJobs.builder(client).explainJobs(false).protectJobs(false), neverRestarted(), 1, 1)
                .get(0);
        assertThat(job.getMetadata().getAnnotations())
                .containsOnlyKeys(
                        "scaledjob.keda.sh/generation", "autoscale.io/settled-ordinal", "autoscale.io/template-hash");
        assertThat(job.getSpec().getPodFailurePolicy()).isNull();
        assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(variables(job)).isEmpty();
    }

    @Test
    void the_template_hash_ignores_added_fields_and_field_order() {
        String plain = hash(KubernetesJobs.builder(client).explainJobs(false).protectJobs(false));
        assertThat(hash(KubernetesJobs.builder(client))).isEqualTo(plain);
        JobSpec one = Serialization.unmarshal(
                "{\"template\":{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":\"2\"}},\"spec\":{\"containers\":[{\"name\":\"x\",\"image\":\"y\"}]}}}",
                JobSpec.class);
        JobSpec other = Serialization.unmarshal(
                "{\"template\":{\"spec\":{\"containers\":[{\"image\":\"y\",\"name\":\"x\"}]},\"metadata\":{\"labels\":{\"b\":\"2\",\"a\":\"1\"}}}}",
                JobSpec.class);
        assertThat(KubernetesJobTemplate.of(one).fingerprint())
                .isEqualTo(KubernetesJobTemplate.of(other).fingerprint());
        other.setBackoffLimit(7);
        assertThat(KubernetesJobTemplate.of(one).fingerprint())
                .isEqualTo(KubernetesJobTemplate.of(other).fingerprint());
        assertThat(KubernetesJobTemplate.of(one)).isNotEqualTo(KubernetesJobTemplate.of(other));
    }

    private String hash(KubernetesJobsBuilder builder) {
        return render(builder, neverRestarted(), 1, 1)
                .get(0)
                .getMetadata()
                .getAnnotations()
                .get("autoscale.io/template-hash");
    }

    private List<Job> render(KubernetesJobsBuilder builder, JobSpec spec, int triggers, int... backlogs) {
        return render(
                builder,
                scaledJob(spec, triggers)
                        .multipleScalersCalculation(MultipleScalersCalculation.SUM)
                        .build(),
                backlogs);
    }

    private static List<Job> render(KubernetesJobsBuilder builder, ScaledJob job, int... backlogs) {
        MetricSpec queue = metric("queueURL", "https://sqs.eu-west-1.amazonaws.com/1/videos");
        return render(builder, job, Collections.nCopies(backlogs.length, queue), backlogs);
    }

    private static List<Job> render(
            KubernetesJobsBuilder builder, ScaledJob job, List<MetricSpec> metrics, int... backlogs) {
        List<TriggerReading> readings = new ArrayList<>();
        for (int i = 0; i < backlogs.length; i++) {
            readings.add(new TriggerReading.Observed(
                    job.triggers().get(i).name().orElseThrow(), metrics.get(i), new MetricSample(backlogs[i], NOW)));
        }
        ScalingPlan plan = Planner.plan(job, readings, JobCensus.empty(NOW), NOW);
        return new JobRenderer(builder.version("1.2.3")).render(job, plan);
    }

    private static ScaledJobBuilder scaledJob(JobSpec spec, int triggers) {
        ScaledJobBuilder builder =
                ScaledJob.builder("video-processor").namespace("media").jobTemplate(KubernetesJobTemplate.of(spec));
        List<String> names = List.of("videos", "audio");
        for (String name : names.subList(0, triggers)) {
            builder.trigger(Trigger.builder("aws-sqs-queue")
                    .name(name)
                    .metadata("queueURL", "https://sqs.eu-west-1.amazonaws.com/1/" + name)
                    .build());
        }
        return builder;
    }

    private static JobSpec neverRestarted() {
        return new JobSpecBuilder()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("encoder")
                .withImage("encoder:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .build();
    }

    private static Map<String, String> variables(Job job) {
        return job.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static String golden() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(JobRendererTest.class.getResourceAsStream("rendered-job.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
