// SPDX-License-Identifier: Apache-2.0
package io.autoscale.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.policy.IamPolicies;
import io.autoscale.aws.policy.OidcProvider;
import io.autoscale.aws.policy.PolicyDocument;
import io.autoscale.aws.policy.TrustPolicies;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.auth.TriggerAuthentications;
import io.autoscale.k8s.controller.KedaController;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.strategy.StrategyInput;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code of the README and of the docs; each region is compared with them by {@link DocumentationTest}. */
class SnippetsTest {

    private static final Logger log = LoggerFactory.getLogger(SnippetsTest.class);

    /** Needs a cluster and an account, so it is compiled and not run. */
    static void readme(CountDownLatch untilStopped) throws InterruptedException {
        // region: readme
        ScaledJob videoProcessor = ScaledJob.builder("video-processor")
                .namespace("media")
                .jobTemplate(KubernetesJobTemplate.container("encoder", "registry.example.com/video-encoder:1.4"))
                .pollingInterval(Duration.ofSeconds(10))
                .maxReplicaCount(100)
                .trigger(SqsQueueTrigger.builder()
                        .queueUrl("https://sqs.eu-west-1.amazonaws.com/123456789012/videos")
                        .queueLength(1)
                        .awsRegion("eu-west-1")
                        .build())
                .build();

        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                KubernetesJobs jobs = KubernetesJobs.create(kubernetes);
                AwsSources aws = AwsSources.create();
                Autoscaler autoscaler = Autoscaler.builder()
                        .sources(aws.factories())
                        .listener(AutoscalerListener.logging())
                        .build()) {
            autoscaler.register(videoProcessor, jobs);
            untilStopped.await();
        }
        // endregion
    }

    /** Needs a cluster and an account, so it is compiled and not run. */
    static void controller(CountDownLatch untilStopped) throws InterruptedException {
        // region: controller
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                AwsSources aws = AwsSources.create();
                KedaController controller = KedaController.builder(kubernetes)
                        .sources(aws.factories())
                        .namespaces("media", "orders")
                        .leaderElection("autoscale", "media-controller")
                        .start()) {
            untilStopped.await();
            log.info(
                    "{} scaled jobs are scaled until here",
                    controller.registrations().size());
        }
        // endregion
    }

    /** Needs a cluster and an account, so it is compiled and not run. */
    static void manifest(CountDownLatch untilStopped) throws IOException, InterruptedException {
        // region: manifest
        KedaManifests manifests =
                KedaManifests.parse("scaled-jobs.yaml", Files.readString(Path.of("scaled-jobs.yaml")));
        manifests.errors().forEach(error -> log.error("{}", error));

        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                AwsSources aws = AwsSources.create();
                KubernetesJobs jobs = KubernetesJobs.create(kubernetes);
                KubernetesAuthProvider authentication = KubernetesAuthProvider.builder(kubernetes)
                        .authentications(TriggerAuthentications.of(manifests.triggerAuthentications()))
                        .build();
                Autoscaler autoscaler = Autoscaler.builder()
                        .sources(aws.factories())
                        .authProvider(authentication)
                        .build()) {
            manifests.scaledJobs().forEach(scaledJob -> autoscaler.register(scaledJob, jobs));
            untilStopped.await();
        }
        // endregion
    }

    private static ScaledJob videoProcessor() {
        return ScaledJob.builder("video-processor")
                .jobTemplate(JobTemplate.named("encoder"))
                .pollingInterval(Duration.ofSeconds(10))
                .trigger(FakeSource.trigger("videos"))
                .build();
    }

    @Test
    void a_dry_run_and_the_reason() {
        ManualTime time = new ManualTime();
        ScaledJob videoProcessor = videoProcessor();
        InMemoryJobs jobs = new InMemoryJobs(time);
        FakeSource queue = FakeSource.named("videos").set(10);
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("videos")).build()) {
            // region: dry-run
            Registration registration = autoscaler.register(videoProcessor, jobs, ScalingExecutor.dryRun());
            registration.triggerNow();
            // endregion
            // region: why
            registration.lastDecision().ifPresent(decision -> {
                log.info(decision.sentence());
                log.info(decision.toJson());
            });
            // endregion
            assertThat(registration.lastDecision().orElseThrow().sentence()).contains("create 10; dry run 10");
        }
    }

    @Test
    void a_custom_strategy() {
        // region: strategy
        ScalingStrategy half = ScalingStrategy.named("half", in -> {
            long missing = (in.desiredJobs() + 1) / 2 - in.runningJobs();
            return ScalingDecision.create(Math.max(0, missing), "half of what the backlog asks for");
        });
        // endregion
        // region: strategy-test
        StrategyInput idle = StrategyInput.builder().backlog(10).build();
        StrategyInput busy = StrategyInput.builder().backlog(10).runningJobs(8).build();
        assertThat(half.decide(idle).jobs()).isEqualTo(5);
        assertThat(half.decide(busy).jobs()).isZero();
        // endregion
    }

    @Test
    void a_test_of_a_plan() {
        Instant now = ManualTime.START;
        ScaledJob videoProcessor = videoProcessor();
        // region: plan-test
        ScalingPlan plan = Planner.plan(
                videoProcessor,
                List.of(new TriggerReading.Observed(
                        "videos", MetricSpec.averageValue("s0-aws-sqs-videos", 1), new MetricSample(10, now))),
                JobCensus.ofCounts(now, 3, 0),
                now);
        assertThat(plan.jobsToCreate()).hasSize(7);
        // endregion
    }

    @Test
    void a_simulation_in_manual_time() {
        ScaledJob videoProcessor = videoProcessor();
        // region: story
        ManualTime time = new ManualTime();
        FakeSource queue = FakeSource.named("videos");
        InMemoryJobs jobs = new InMemoryJobs(time);
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("videos")).build()) {
            autoscaler.register(videoProcessor, jobs);
            queue.set(10);
            time.advance(Duration.ofSeconds(10));
            assertThat(jobs.created()).hasSize(10);
        }
        // endregion
    }

    @Test
    void the_policies_of_the_guide_match_the_library() throws IOException {
        // region: permissions
        RoleToAssume videoQueue = RoleToAssume.of("arn:aws:iam::123123123123:role/video-queue");
        Trigger videos = SqsQueueTrigger.builder()
                .queueUrl("https://sqs.eu-west-1.amazonaws.com/123123123123/videos")
                .queueLength(1)
                .awsRegion("eu-west-1")
                .build();

        OidcProvider cluster = OidcProvider.ofIssuer(
                "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF", "123123123123", "eu-west-1");
        PolicyDocument controllerTrust = TrustPolicies.serviceAccount(cluster, "media", "video-controller");
        PolicyDocument controllerPolicy = IamPolicies.assuming(videoQueue);
        PolicyDocument queueTrust = TrustPolicies.serviceAccount(cluster, "media", "video-encoder")
                .and(TrustPolicies.callers(videoQueue, "arn:aws:iam::123123123123:role/video-controller"));
        PolicyDocument queuePolicy = IamPolicies.create().reading(videos);
        // endregion
        assertThat(DocumentationTest.blocks("docs/how-to/aws-permissions.md", "json"))
                .containsExactly(
                        controllerTrust.toJson(), controllerPolicy.toJson(), queueTrust.toJson(), queuePolicy.toJson());
    }

    /** The table of the guide, row by row. */
    @ParameterizedTest
    @MethodSource("permissions")
    void the_actions_of_the_guide_match_the_policies(List<String> row) {
        Trigger trigger = Trigger.builder(row.get(0).replace("`", ""))
                .metadata("queueURL", "videos")
                .metadata("tableName", "videos")
                .metadata("streamName", "videos")
                .metadata("namespace", "AWS/SQS")
                .metadata("metricName", "ApproximateNumberOfMessagesVisible")
                .metadata("targetMetricValue", "1")
                .metadata("minMetricValue", "0")
                .metadata("keyConditionExpression", "k = :k")
                .metadata("expressionAttributeValues", "{\":k\": {\"S\": \"x\"}}")
                .metadata("targetValue", "1")
                .metadata("awsRegion", "eu-west-1")
                .build();
        PolicyDocument policy = IamPolicies.create().inAccount("123123123123").reading(trigger);
        List<String> documented = Pattern.compile("`(\\w+:\\w+)`")
                .matcher(row.get(1))
                .results()
                .map(action -> action.group(1))
                .toList();
        List<String> allowed = Pattern.compile("\"Action\": \"(.*)\"")
                .matcher(policy.toJson())
                .results()
                .map(action -> action.group(1))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(allowed);
    }

    static Stream<List<String>> permissions() {
        return DocumentationTest.rows("docs/how-to/aws-permissions.md", "Which permissions");
    }

    /** Calls AWS, so it is compiled and not run. */
    static void doctor(AwsSources aws, Trigger videos, Authentication authentication) {
        // region: doctor
        Diagnosis diagnosis = aws.doctor().examine(videos, authentication);
        if (!diagnosis.isHealthy()) {
            log.warn(diagnosis.toString());
        }
        // endregion
    }
}
