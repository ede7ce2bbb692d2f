// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.k8s.server.RealApiServer;
import io.autoscale.k8s.server.StrictKinds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** A manifest has an error if and only if the API server rejects it. */
class StrictnessOnRealServerIT {

    private static final String SCALED_JOB = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledJob
            metadata: {name: videos, namespace: default}
            spec:
              pollingInterval: 10
              jobTargetRef:
                parallelism: 1
                template:
                  metadata: {labels: {app: videos}}
                  spec:
                    restartPolicy: Never
                    containers:
                      - name: encoder
                        image: encoder:1
                        env: [{name: A, value: "1"}]
                        resources: {limits: {cpu: 500m, memory: 1Gi}}
                        livenessProbe: {httpGet: {port: 80}}
              triggers:
                - type: aws-sqs-queue
                  metadata: {queueURL: videos, awsRegion: eu-west-1}
            """;

    /** Each entry is a text of the valid manifest and its replacement. */
    private static final List<List<String>> CHANGES_OF_SCALED_JOB = List.of(
            List.of("pollingInterval: 10", "pollingInterval: '10'"),
            List.of("pollingInterval: 10", "pollingInterval: 10.5"),
            List.of("pollingInterval: 10", "pollingInterval: 10.0"),
            List.of("pollingInterval: 10", "pollingInterval: 1e1"),
            List.of("pollingInterval: 10", "pollingInterval: 0xA"),
            List.of("pollingInterval: 10", "pollingInterval: 1_0"),
            List.of("pollingInterval: 10", "pollingInterval: ten"),
            List.of("pollingInterval: 10", "pollingInterval:"),
            List.of("pollingInterval: 10", "pollingIntervall: 10"),
            List.of("pollingInterval: 10", "pollingInterval: 10\n  pollingInterval: 10"),
            List.of("pollingInterval: 10", "maxReplicaCount: 5\n  minReplicaCount: 1\n  rollout: {strategy: gradual}"),
            List.of("pollingInterval: 10", "rollout: gradual"),
            List.of("pollingInterval: 10", "rollout: {strateggy: gradual}"),
            List.of("pollingInterval: 10", "rollout: null"),
            List.of(
                    "pollingInterval: 10",
                    "scalingStrategy: {customScalingRunningJobPercentage: 0.5, strategy: custom}"),
            List.of("pollingInterval: 10", "scalingStrategy: {customScalingQueueLengthDeduction: '1'}"),
            List.of("pollingInterval: 10", "scalingStrategy: {pendingPodConditions: Ready}"),
            List.of("pollingInterval: 10", "scalingStrategy: {pendingPodConditions: [Ready, 1]}"),
            List.of("pollingInterval: 10", "scalingStrategy: {pendingPodConditions: [Ready]}"),
            List.of("pollingInterval: 10", "scalingStrategy: []"),
            List.of("parallelism: 1", "parallelism: yes"),
            List.of("parallelism: 1", "paralelism: 1"),
            List.of("parallelism: 1", "backoffLimit: 0644"),
            List.of("parallelism: 1", "suspend: true"),
            List.of("parallelism: 1", "suspend: 'true'"),
            List.of("parallelism: 1", "suspend: on"),
            List.of("parallelism: 1", "activeDeadlineSeconds: 12:30"),
            List.of("parallelism: 1", "selector: {matchLabels: {a: 1}}"),
            List.of("parallelism: 1", "podFailurePolicy: {rules: []}"),
            List.of("parallelism: 1", "podFailurePolicy: {rule: []}"),
            List.of("parallelism: 1", "podFailurePolicy: {rules: [{onExitCodes: {operator: In, values: [1]}}]}"),
            List.of(
                    "parallelism: 1",
                    "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [x]}}]}"),
            List.of("name: encoder", "nam: encoder"),
            List.of("name: encoder", "name: 5"),
            List.of("image: encoder:1", "imagee: encoder:1"),
            List.of("image: encoder:1", "image: 1.5"),
            List.of("image: encoder:1", "image: encoder:1\n            command: sh"),
            List.of("image: encoder:1", "image: encoder:1\n            command: [sh, -c, 5]"),
            List.of("image: encoder:1", "image: encoder:1\n            args: [~]"),
            List.of("image: encoder:1", "image: encoder:1\n            ports: [{containerPort: 80}]"),
            List.of("image: encoder:1", "image: encoder:1\n            ports: [{containerPort: '80'}]"),
            List.of("image: encoder:1", "image: encoder:1\n            ports: [{name: http}]"),
            List.of("image: encoder:1", "image: encoder:1\n            securityContext: {runAsUser: root}"),
            List.of(
                    "image: encoder:1",
                    "image: encoder:1\n            volumeMounts: [{name: a, mountPath: /a, readOnly: no}]"),
            List.of("env: [{name: A, value: \"1\"}]", "env: [{name: A, value: 1}]"),
            List.of("env: [{name: A, value: \"1\"}]", "env: [{name: A, value: true}]"),
            List.of("env: [{name: A, value: \"1\"}]", "env: [{value: x}]"),
            List.of("env: [{name: A, value: \"1\"}]", "env: {A: x}"),
            List.of("env: [{name: A, value: \"1\"}]", "env: [{name: A, value: ~}]"),
            List.of("env: [{name: A, value: \"1\"}]", "env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]"),
            List.of("env: [{name: A, value: \"1\"}]", "env: [{name: A, valueFrom: {secretKeyRef: {name: s}}}]"),
            List.of("env: [{name: A, value: \"1\"}]", "env: [{name: A, valueFrom: {secretKeyref: {name: s, key: k}}}]"),
            List.of("env: [{name: A, value: \"1\"}]", "envFrom: [{configMapRef: {name: c, optional: yes}}]"),
            List.of("cpu: 500m", "cpu: 1"),
            List.of("cpu: 500m", "cpu: 0.5"),
            List.of("cpu: 500m", "cpu: '0.5'"),
            List.of("cpu: 500m", "cpu: one"),
            List.of("cpu: 500m", "cpu: 1e3"),
            List.of("cpu: 500m", "cpu: '1e3'"),
            List.of("cpu: 500m", "cpu: 500mi"),
            List.of("memory: 1Gi", "memory: 1 Gi"),
            List.of("cpu: 500m", "cpu: true"),
            List.of("memory: 1Gi", "memory: 1073741824"),
            List.of("{port: 80}", "{port: http}"),
            List.of("{port: 80}", "{port: true}"),
            List.of("{port: 80}", "{port: 8.5}"),
            List.of("{port: 80}", "{}"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        nodeSelector: {disk: ssd}"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        nodeSelector: {gpu: 1}"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        terminationGracePeriodSeconds: 30s"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        imagePullSecrets: [{name: a}]"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        imagePullSecrets: [a]"),
            List.of(
                    "restartPolicy: Never",
                    "restartPolicy: Never\n        volumes: [{name: a, configMap: {name: b, defaultMode: 0755}}]"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        volumes: [{configMap: {name: b}}]"),
            List.of(
                    "restartPolicy: Never",
                    "restartPolicy: Never\n        volumes: [{name: a, emptyDir: {sizeLimit: 1Gi}}]"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        volumes: [{name: a, emptydir: {}}]"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        tolerations: [{key: a, operator: Exists}]"),
            List.of(
                    "restartPolicy: Never",
                    "restartPolicy: Never\n        tolerations: [{key: a, tolerationSeconds: '5'}]"),
            List.of("restartPolicy: Never", "restartPolicy: Never\n        hostNetwork: off"),
            List.of("metadata: {labels: {app: videos}}", "metadata: {labels: {app: videos}, annotations: {a: b}}"),
            List.of("type: aws-sqs-queue", "typ: aws-sqs-queue"),
            List.of("type: aws-sqs-queue", "type: aws-sqs-queue\n      useCachedMetrics: maybe"),
            List.of("type: aws-sqs-queue", "type: aws-sqs-queue\n      authenticationRef: {}"),
            List.of("type: aws-sqs-queue", "type: aws-sqs-queue\n      authenticationRef: aws"),
            List.of("type: aws-sqs-queue", "type: aws-sqs-queue\n      authenticationref: {name: aws}"),
            List.of("queueURL: videos", "queueURL: videos, queueLength: 5"),
            List.of("queueURL: videos", "queueURL: videos, scaleOnInFlight: false"),
            List.of("queueURL: videos", "queueURL: videos, queueLength: '5'"),
            List.of("metadata: {queueURL: videos, awsRegion: eu-west-1}", "name: x"),
            List.of("metadata: {queueURL: videos, awsRegion: eu-west-1}", "metadata: []"));

    private static final String SCALED_OBJECT = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: videos, namespace: default}
            spec:
              scaleTargetRef: {name: encoder}
              cooldownPeriod: 30
              fallback: {failureThreshold: 3, replicas: 2}
              advanced:
                restoreToOriginalReplicaCount: true
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleDown:
                      stabilizationWindowSeconds: 60
                      policies: [{type: Pods, value: 4, periodSeconds: 60}]
                scalingModifiers: {formula: a + 1, target: '2'}
              triggers:
                - type: aws-sqs-queue
                  name: a
                  metadata: {queueURL: videos, awsRegion: eu-west-1}
            """;

    private static final List<List<String>> CHANGES_OF_SCALED_OBJECT = List.of(
            List.of("{name: encoder}", "{name: encoder, apiVersion: apps/v1, kind: StatefulSet}"),
            List.of("{name: encoder}", "{name: encoder, envSourceContainerName: main}"),
            List.of("{name: encoder}", "{nam: encoder}"),
            List.of("{name: encoder}", "{name: encoder, kinds: Deployment}"),
            List.of("{name: encoder}", "{kind: Deployment}"),
            List.of("{name: encoder}", "{name: 5}"),
            List.of("{name: encoder}", "encoder"),
            List.of("scaleTargetRef: {name: encoder}", "pollingInterval: 5"),
            List.of("cooldownPeriod: 30", "cooldownPeriod: '30'"),
            List.of("cooldownPeriod: 30", "cooldownPeriod: 3.5"),
            List.of("cooldownPeriod: 30", "cooldown: 30"),
            List.of("cooldownPeriod: 30", "initialCooldownPeriod: 10"),
            List.of("cooldownPeriod: 30", "initialCooldownPeriod: 10s"),
            List.of("cooldownPeriod: 30", "minReplicaCount: 2\n  maxReplicaCount: 9\n  idleReplicaCount: 0"),
            List.of("cooldownPeriod: 30", "minReplicaCount: two"),
            List.of("cooldownPeriod: 30", "jobTargetRef: {}"),
            List.of("cooldownPeriod: 30", "successfulJobsHistoryLimit: 3"),
            List.of("replicas: 2", "replicas: 2, behavior: currentReplicas"),
            List.of("replicas: 2", "replicas: 2, behavior: current"),
            List.of("replicas: 2", "replicas: 2, behaviour: static"),
            List.of("replicas: 2", "replicas: '2'"),
            List.of(", replicas: 2", ""),
            List.of("fallback: {failureThreshold: 3, replicas: 2}", "fallback: true"),
            List.of("restoreToOriginalReplicaCount: true", "restoreToOriginalReplicaCount: 'true'"),
            List.of("restoreToOriginalReplicaCount: true", "restoreToOriginalReplicas: true"),
            List.of("stabilizationWindowSeconds: 60", "stabilizationWindowSeconds: 60s"),
            List.of("stabilizationWindowSeconds: 60", "stabilisationWindowSeconds: 60"),
            List.of("stabilizationWindowSeconds: 60", "selectPolicy: Min"),
            List.of("stabilizationWindowSeconds: 60", "selectPolicy: 1"),
            List.of("stabilizationWindowSeconds: 60", "tolerance: '0.2'"),
            List.of("scaleDown:", "scaledown:"),
            List.of("type: Pods, ", ""),
            List.of("value: 4, ", ""),
            List.of(", periodSeconds: 60", ""),
            List.of("value: 4", "value: 4.5"),
            List.of("target: '2'", "target: 2"),
            List.of("target: '2'", "target: '2', metricType: Value, activationTarget: '1'"),
            List.of("target: '2'", "target: '2', activation: '1'"),
            List.of("target: '2'", "target: '2', activationTarget: 1"),
            List.of("formula: a + 1", "formula: 5"),
            List.of("name: a\n", "name: a\n      metricType: Value\n      useCachedMetrics: true\n"),
            List.of("name: a\n", "name: a\n      metrictype: Value\n"));

    private static final String AUTHENTICATION = """
            apiVersion: keda.sh/v1alpha1
            kind: TriggerAuthentication
            metadata: {name: aws, namespace: default}
            spec:
              secretTargetRef: [{parameter: awsAccessKeyID, name: keys, key: id}]
              configMapTargetRef: [{parameter: awsRegion, name: place, key: region}]
              env: [{parameter: awsSecretAccessKey, name: KEY, containerName: main}]
              boundServiceAccountToken: [{parameter: token, serviceAccountName: encoder}]
              awsSecretManager:
                region: eu-west-1
                credentials:
                  accessKey: {valueFrom: {secretKeyRef: {name: keys, key: id}}}
                  accessSecretKey: {valueFrom: {secretKeyRef: {name: keys, key: secret}}}
                secrets: [{parameter: other, name: prod/other}]
              podIdentity: {provider: aws}
            """;

    private static final List<List<String>> CHANGES_OF_AUTHENTICATION = List.of(
            List.of("name: keys, key: id}]", "name: keys}]"),
            List.of("name: keys, key: id}]", "key: id}]"),
            List.of("name: keys, key: id}]", "name: keys, key: id, optional: true}]"),
            List.of("name: keys, key: id}]", "name: keys, key: 1}]"),
            List.of("[{parameter: awsAccessKeyID, name: keys, key: id}]", "{parameter: a, name: keys, key: id}"),
            List.of("[{parameter: awsAccessKeyID, name: keys, key: id}]", "[]"),
            List.of("[{parameter: awsAccessKeyID, name: keys, key: id}]", "[keys]"),
            List.of("secretTargetRef:", "secretTargetRefs:"),
            List.of("name: place, key: region", "name: place"),
            List.of("name: place, key: region", "nam: place, key: region"),
            List.of(", containerName: main", ""),
            List.of(", containerName: main", ", container: main"),
            List.of("name: KEY, ", ""),
            List.of("serviceAccountName: encoder", "serviceAccount: encoder"),
            List.of(", serviceAccountName: encoder", ""),
            List.of("region: eu-west-1", "region: 1"),
            List.of("region: eu-west-1", "regions: eu-west-1"),
            List.of("secrets: [{parameter: other, name: prod/other}]", "secrets: [{parameter: other}]"),
            List.of("secrets: [{parameter: other, name: prod/other}]", "secrets: []"),
            List.of(
                    "secrets: [{parameter: other, name: prod/other}]",
                    "secrets: [{parameter: other, name: o, secretKey: k, versionId: a, versionStage: b}]"),
            List.of("    secrets: [{parameter: other, name: prod/other}]\n", ""),
            List.of("accessSecretKey:", "accessSecretkey:"),
            List.of(
                    "accessKey: {valueFrom: {secretKeyRef: {name: keys, key: id}}}",
                    "accessKey: {valueFrom: {secretKeyRef: {name: keys}}}"),
            List.of("accessKey: {valueFrom: {secretKeyRef: {name: keys, key: id}}}", "accessKey: {valueFrom: {}}"),
            List.of("accessKey: {valueFrom: {secretKeyRef: {name: keys, key: id}}}", "accessKey: keys"),
            List.of("{provider: aws}", "{provider: aws, roleArn: 'arn:aws:iam::123456789012:role/a'}"),
            List.of("{provider: aws}", "{provider: aws, identityOwner: workload}"),
            List.of("{provider: aws}", "{provider: aws, identityOwner: me}"),
            List.of("{provider: aws}", "{provider: amazon}"),
            List.of("{provider: aws}", "{provider: none}"),
            List.of("{provider: aws}", "{}"),
            List.of("{provider: aws}", "{provider: aws, role: a}"),
            List.of("{provider: aws}", "aws"));

    @Test
    void a_manifest_has_an_error_if_and_only_if_the_cluster_refuses_it() throws Exception {
        RealApiServer real = RealApiServer.required();
        try (KubernetesClient client = real.client()) {
            StrictKinds server = StrictKinds.install(client);
            SoftAssertions all = new SoftAssertions();
            compare(server, all, "ScaledJob", SCALED_JOB, CHANGES_OF_SCALED_JOB);
            compare(server, all, "ScaledObject", SCALED_OBJECT, CHANGES_OF_SCALED_OBJECT);
            compare(server, all, "TriggerAuthentication", AUTHENTICATION, CHANGES_OF_AUTHENTICATION);
            compare(
                    server,
                    all,
                    "ClusterTriggerAuthentication",
                    AUTHENTICATION
                            .replace("kind: ", "kind: Cluster")
                            .replace(", namespace: default", "")
                            .replace("spec:\n", "spec:\n  filePath: keys.json\n"),
                    Stream.concat(
                                    CHANGES_OF_AUTHENTICATION.stream(),
                                    Stream.of(
                                            List.of("filePath: keys.json", "filePath: [keys.json]"),
                                            List.of("filePath: keys.json", "filepath: keys.json")))
                            .toList());
            all.assertAll();
        }
    }

    private static void compare(
            StrictKinds server, SoftAssertions all, String kind, String good, List<List<String>> changes)
            throws Exception {
        assertThat(server.objection(kind, served(good))).isEmpty();
        assertThat(KedaManifests.parse("good.yaml", good).errors()).isEmpty();
        for (List<String> change : changes) {
            assertThat(good).contains(change.get(0));
            String manifest = good.replace(change.get(0), change.get(1));
            List<ManifestViolation> errors =
                    KedaManifests.parse("changed.yaml", manifest).errors();
            String objection = server.objection(kind, served(manifest));
            all.assertThat(!errors.isEmpty())
                    .as("%s, %s: the server says '%s', we say %s", kind, change.get(1), objection, errors)
                    .isEqualTo(!objection.isEmpty());
        }
    }

    @Test
    void the_required_fields_are_those_of_the_server() {
        RealApiServer real = RealApiServer.required();
        try (KubernetesClient client = real.client()) {
            Map<String, List<String>> server = StrictKinds.requiredFields(client);
            SoftAssertions all = new SoftAssertions();
            ModelCheck.required().forEach((model, fields) -> {
                if (server.containsKey(model)) { // another version may not have it
                    all.assertThat(fields).as(model).containsExactlyInAnyOrderElementsOf(server.get(model));
                }
            });
            all.assertAll();
        }
    }

    private static String served(String manifest) {
        return manifest.replace("keda.sh/v1alpha1", StrictKinds.API_VERSION);
    }
}
