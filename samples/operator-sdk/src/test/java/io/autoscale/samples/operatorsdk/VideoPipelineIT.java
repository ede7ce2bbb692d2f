// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.engine.Registration;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator with a queue in this JVM; the test does the work of Kubernetes' job controller. */
class VideoPipelineIT {

    private static final String NAME = "encoder";
    private static final String AT = "2030-01-01T12:00:00Z";

    private final TestSqs queue = new TestSqs();
    private TestCluster cluster;
    private KubernetesClient client;
    private PipelineOperator operator;

    @BeforeEach
    void start() throws IOException {
        cluster = new TestCluster();
        client = cluster.newClient();
        startOperator();
    }

    @AfterEach
    void stop() {
        operator.close();
        client.close();
        cluster.close();
        queue.close();
    }

    @Test
    void three_messages_become_three_jobs_and_the_status_shows_them() {
        queue.send(3);
        create(queue.queueUrl());
        soon().until(() -> jobs().size() == 3);
        soon().untilAsserted(() -> {
            assertThat(status().backlog()).isEqualTo(3);
            assertThat(status().unfinishedJobs()).isEqualTo(3);
            assertThat(status().lastDecision()).contains("backlog 3 / target 1 = 3 jobs");
            assertThat(status().problem()).isNull();
        });
        assertThat(jobs())
                .allSatisfy(job ->
                        assertThat(job.getMetadata().getOwnerReferences()).isEmpty());
    }

    @Test
    void idle_rounds_do_not_write_the_status() {
        create(queue.queueUrl());
        soon().until(() -> status().backlog() != null);
        String version = pipeline().get().getMetadata().getResourceVersion();
        soon().until(() -> {
            triggerNow();
            return operator.autoscaler
                            .find(ref())
                            .orElseThrow()
                            .lastDecision()
                            .orElseThrow()
                            .round()
                    >= 3;
        });
        assertThat(pipeline().get().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void a_restarted_operator_keeps_the_status_and_creates_no_second_job_for_a_message() {
        queue.send(3);
        create(queue.queueUrl());
        soon().until(() -> Objects.equals(status().unfinishedJobs(), 3));
        operator.close();
        startOperator();
        soon().until(() -> {
            assertThat(status().backlog()).isEqualTo(3);
            return operator.autoscaler.find(ref()).stream()
                    .anyMatch(found -> found.lastDecision().isPresent());
        });
        assertThat(jobs()).hasSize(3);
    }

    @Test
    void a_queue_that_cannot_be_read_has_no_backlog() {
        create(queue.queueUrl() + "-missing");
        soon().until(() -> status().lastDecision() != null);
        assertThat(status().lastDecision()).contains("no trigger could be read");
        assertThat(status().backlog()).isNull();
        assertThat(status().problem()).isNull();
    }

    @Test
    void a_changed_spec_changes_the_registration() {
        create(queue.queueUrl());
        soon().until(() -> operator.autoscaler.find(ref()).isPresent());
        // at about the same time as the operator writes the status
        pipeline().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"maxJobs\": 20}}");
        soon().until(() -> operator.autoscaler
                        .find(ref())
                        .orElseThrow()
                        .scaledJob()
                        .bounds()
                        .maximum()
                == 20);
    }

    @Test
    void an_invalid_spec_is_reported_with_its_field_and_creates_no_job() {
        queue.send(3);
        create("https://sqs.eu-west-1.amazonaws.com/videos");
        soon().untilAsserted(() -> assertThat(status())
                .extracting(VideoPipeline.Status::problem)
                .asString()
                .startsWith("spec.queueUrl: 'https://sqs.eu-west-1.amazonaws.com/videos' is not valid"));
        assertThat(operator.autoscaler.find(ref())).isEmpty();
        assertThat(jobs()).isEmpty();

        pipeline().edit(pipeline -> {
            pipeline.setSpec(spec(queue.queueUrl()));
            return pipeline;
        });
        soon().until(() -> jobs().size() == 3);
        soon().until(() -> status().problem() == null);
    }

    @Test
    void an_invalid_pipeline_is_deleted_immediately() {
        create("https://sqs.eu-west-1.amazonaws.com/videos");
        soon().until(() -> status().problem() != null);
        pipeline().delete();
        soon().until(() -> pipeline().get() == null);
    }

    @Test
    void a_deleted_pipeline_stays_until_its_jobs_are_finished() {
        queue.send(3);
        create(queue.queueUrl());
        soon().until(() -> jobs().size() == 3);
        pipeline().delete();
        soon().until(() -> pipeline().get().isMarkedForDeletion());
        List<Job> running = jobs();
        finish(running.get(0));
        finish(running.get(1));
        await().during(Duration.ofSeconds(3)).until(() -> {
            triggerNow();
            return pipeline().get() != null;
        });
        finish(running.get(2));
        soon().until(() -> {
            triggerNow();
            return pipeline().get() == null;
        });
        assertThat(jobs()).hasSize(3);
        assertThat(operator.autoscaler.find(ref())).isEmpty();
    }

    @Test
    void a_pipeline_that_is_deleted_while_the_operator_is_stopped_is_drained_after_its_start() {
        queue.send(3);
        create(queue.queueUrl());
        soon().until(() -> jobs().size() == 3);
        operator.close();
        pipeline().delete();
        startOperator();
        soon().until(() -> operator.autoscaler.find(ref()).isPresent());
        assertThat(pipeline().get().isMarkedForDeletion()).isTrue();
        jobs().forEach(this::finish);
        soon().until(() -> pipeline().get() == null);
        assertThat(jobs()).hasSize(3);
    }

    /** Does not wait for the next tick. */
    private void triggerNow() {
        operator.autoscaler.find(ref()).ifPresent(Registration::triggerNow);
    }

    private void startOperator() {
        operator = new PipelineOperator(
                client,
                Endpoints.awsOnly().allowingLoopback().with(AwsService.SQS, queue.endpoint()),
                // fabric8's server does not support server-side apply
                settings -> settings.withUseSSAToPatchPrimaryResource(cluster.isReal()));
        operator.start();
    }

    private void create(String queueUrl) {
        VideoPipeline pipeline = new VideoPipeline();
        pipeline.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
        pipeline.setSpec(spec(queueUrl));
        cluster.client().resource(pipeline).inNamespace(cluster.namespace()).create();
    }

    private static VideoPipeline.Spec spec(String queueUrl) {
        return new VideoPipeline.Spec(queueUrl, "eu-west-1", "registry.example.com/video-encoder:1.4", null, null);
    }

    /** Finishes a job as the job controller would. */
    private void finish(Job job) {
        cluster.client()
                .resource(job)
                .editStatus(current -> new JobBuilder(current)
                        .editOrNewStatus()
                        .withStartTime(AT)
                        .withCompletionTime(AT)
                        .addNewCondition()
                        .withType("SuccessCriteriaMet")
                        .withStatus("True")
                        .withLastTransitionTime(AT)
                        .endCondition()
                        .addNewCondition()
                        .withType("Complete")
                        .withStatus("True")
                        .withLastTransitionTime(AT)
                        .endCondition()
                        .endStatus()
                        .build());
    }

    private Resource<VideoPipeline> pipeline() {
        return cluster.client()
                .resources(VideoPipeline.class)
                .inNamespace(cluster.namespace())
                .withName(NAME);
    }

    private VideoPipeline.Status status() {
        return Objects.requireNonNullElse(pipeline().get().getStatus(), VideoPipeline.Status.EMPTY);
    }

    private List<Job> jobs() {
        return cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace())
                .list()
                .getItems();
    }

    private WorkloadRef ref() {
        return WorkloadRef.scaledJob(cluster.namespace(), NAME);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }
}
