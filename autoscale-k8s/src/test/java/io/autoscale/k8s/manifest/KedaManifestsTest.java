// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.spec.Rollout;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how a ScaledJob in YAML or JSON is read. */
class KedaManifestsTest {

    private static final String MINIMAL = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledJob
            metadata:
              name: video-processor
            spec:
              jobTargetRef:
                template:
                  spec:
                    containers:
                      - name: encoder
                        image: encoder:1
              triggers:
                - type: aws-sqs-queue
                  metadata:
                    queueURL: videos
                    queueLength: '1'
                    awsRegion: eu-west-1
            """;

    @Test
    void a_minimal_manifest_has_every_default_of_keda() {
        ScaledJob job = only(MINIMAL);
        assertThat(job)
                .usingRecursiveComparison()
                .isEqualTo(ScaledJob.builder("video-processor")
                        .claimTimeout(Duration.ZERO)
                        .jobTemplate(KubernetesJobTemplate.container("encoder", "encoder:1"))
                        .rollout(new Rollout(Rollout.Strategy.IMMEDIATE, Rollout.PropagationPolicy.BACKGROUND))
                        .trigger(Trigger.builder("aws-sqs-queue")
                                .metadata(Map.of("queueURL", "videos", "queueLength", "1", "awsRegion", "eu-west-1"))
                                .build())
                        .build());
        assertThat(job.rollout().strategy()).isEqualTo(Rollout.Strategy.IMMEDIATE);
        assertThat(job.pollingInterval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void every_field_is_read() {
        ScaledJob job = only("""
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata:
                  name: video-processor
                  namespace: media
                  generation: 4
                  labels: {team: media}
                  annotations: {note: 'y'}
                spec:
                  jobTargetRef:
                    parallelism: 1
                    backoffLimit: 4
                    template:
                      spec:
                        restartPolicy: Never
                        containers:
                          - name: encoder
                            image: encoder:1
                            resources: {requests: {cpu: 500m}}
                  pollingInterval: 10
                  successfulJobsHistoryLimit: 5
                  failedJobsHistoryLimit: 6
                  envSourceContainerName: encoder
                  minReplicaCount: 2
                  maxReplicaCount: 50
                  rollout:
                    strategy: gradual
                    propagationPolicy: foreground
                  scalingStrategy:
                    strategy: custom
                    customScalingQueueLengthDeduction: 1
                    customScalingRunningJobPercentage: '0.5'
                    pendingPodConditions: [Ready, PodScheduled]
                    multipleScalersCalculation: sum
                  triggers:
                    - type: aws-sqs-queue
                      name: videos
                      metadata: {queueURL: videos, awsRegion: eu-west-1}
                      authenticationRef: {name: aws, kind: ClusterTriggerAuthentication}
                """);
        assertThat(job)
                .usingRecursiveComparison()
                .isEqualTo(ScaledJob.builder("video-processor")
                        .claimTimeout(Duration.ZERO)
                        .namespace("media")
                        .generation(4)
                        .labels(Map.of("team", "media"))
                        .annotations(Map.of("note", "y"))
                        .jobTemplate(job.jobTemplate())
                        .pollingInterval(Duration.ofSeconds(10))
                        .successfulJobsHistoryLimit(5)
                        .failedJobsHistoryLimit(6)
                        .envSourceContainerName("encoder")
                        .minReplicaCount(2)
                        .maxReplicaCount(50)
                        .rollout(new Rollout(Rollout.Strategy.GRADUAL, Rollout.PropagationPolicy.FOREGROUND))
                        .scalingStrategy(ScalingStrategy.custom(1, 0.5))
                        .pendingPodConditions(List.of("Ready", "PodScheduled"))
                        .multipleScalersCalculation(MultipleScalersCalculation.SUM)
                        .trigger(Trigger.builder("aws-sqs-queue")
                                .name("videos")
                                .metadata(Map.of("queueURL", "videos", "awsRegion", "eu-west-1"))
                                .authenticationRef(new AuthenticationRef(
                                        "aws", AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION))
                                .build())
                        .build());
        assertThat(job.scalingStrategy()).isEqualTo(ScalingStrategy.custom(1, 0.5));
        KubernetesJobTemplate template = (KubernetesJobTemplate) job.jobTemplate();
        assertThat(template.jobSpec().getBackoffLimit()).isEqualTo(4);
        assertThat(template.jobSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getResources()
                        .getRequests()
                        .get("cpu")
                        .toString())
                .isEqualTo("500m");
    }

    @Test
    void json_and_many_documents_are_read_and_other_kinds_are_skipped() {
        KedaManifests manifests = KedaManifests.parse("all.yaml", """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: aws-sqs}
                ---
                {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledJob", "metadata": {"name": "one"},
                 "spec": {"jobTargetRef": {"template": {"spec": {"containers": [{"name": "a", "image": "a"}]}}},
                          "triggers": [{"type": "aws-sqs-queue", "metadata": {"queueURL": "q"}}]}}
                ---
                """ + MINIMAL);
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.scaledJobs()).extracting(ScaledJob::name).containsExactly("one", "video-processor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queueLength: '1'            | queueLength: 1                | 16 | spec.triggers[0].metadata.queueLength | a string; put numbers",
                "name: video-processor       | name: 7                       | 4  | metadata.name | a string",
                "name: video-processor       | name: Video                   | 4  | metadata.name | a Kubernetes name",
                "type: aws-sqs-queue         | name: x                       | 13 | spec.triggers[0].type | a trigger type",
                "image: encoder:1            | ports: 7                      | 11 | spec.jobTargetRef.template.spec.containers[0].ports | a list",
                "image: encoder:1            | name: encoder                 | 11 | spec.jobTargetRef.template.spec.containers[0].name | each field once",
                "kind: ScaledJob             | kind: [x]                     | 2  | kind | a string",
                "apiVersion: keda.sh/v1alpha1| apiVersion: keda.sh/v2        | 1  | apiVersion | keda.sh/v1alpha1",
            })
    void an_error_has_its_line_path_text_and_expectation(
            String good, String bad, int line, String path, String expected) {
        KedaManifests manifests = KedaManifests.parse("job.yaml", MINIMAL.replace(good, bad));
        assertThat(manifests.scaledJobs()).isEmpty();
        assertThat(manifests.errors()).as("%s", manifests.errors()).anySatisfy(error -> {
            assertThat(error.file()).isEqualTo("job.yaml");
            assertThat(error.line()).isEqualTo(line);
            assertThat(error.path()).isEqualTo(path);
            assertThat(error.expected()).startsWith(expected);
        });
    }

    @Test
    void all_errors_of_a_file_are_reported_at_once_and_each_once() {
        KedaManifests manifests = KedaManifests.parse("job.yaml", MINIMAL.replace("spec:\n  jobTargetRef:", """
                        spec:
                          pollingInterval: 0
                          maxReplicaCount: many
                          scalingStrategy: {strategy: clever}
                          jobTargetRef:"""));
        assertThat(manifests.errors())
                .extracting(ManifestViolation::toString)
                .satisfiesExactlyInAnyOrder(
                        error -> assertThat(error).startsWith("job.yaml:7: spec.maxReplicaCount: 'many' is not valid"),
                        error -> assertThat(error).startsWith("job.yaml:6: spec.pollingInterval: '0'"),
                        error -> assertThat(error).startsWith("job.yaml:8: spec.scalingStrategy.strategy: 'clever'"));
    }

    @Test
    void an_unknown_field_is_an_error() {
        KedaManifests manifests =
                KedaManifests.parse("job.yaml", MINIMAL.replace("  triggers:", "  maxReplicaCont: 7\n  triggers:"));
        assertThat(manifests.scaledJobs()).isEmpty();
        assertThat(manifests.errors())
                .singleElement()
                .hasToString("job.yaml:12: spec.maxReplicaCont: 'maxReplicaCont' is not valid, expected the field"
                        + " maxReplicaCount");
    }

    @Test
    void invalid_yaml_is_an_error_with_its_line() {
        KedaManifests manifests = KedaManifests.parse("job.yaml", "a: 1\nb: [\n");
        assertThat(manifests.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(3);
            assertThat(error.expected()).startsWith("YAML or JSON");
        });
        assertThat(KedaManifests.parse("job.yaml", "").errors()).isEmpty();
        assertThat(KedaManifests.parse("job.yaml", "just text").errors()).hasSize(1);
    }

    private static ScaledJob only(String text) {
        KedaManifests manifests = KedaManifests.parse("job.yaml", text);
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.warnings()).isEmpty();
        return manifests.scaledJobs().get(0);
    }
}
