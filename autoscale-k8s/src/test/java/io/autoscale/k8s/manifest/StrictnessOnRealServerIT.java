// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.k8s.server.RealApiServer;
import io.autoscale.k8s.server.StrictScaledJobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** A manifest has a fault if and only if the cluster refuses it. */
class StrictnessOnRealServerIT {

    private static final String GOOD = """
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

    /** Each is what stands in the good manifest, and what stands there instead. */
    private static final List<List<String>> CHANGES = List.of(
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

    @Test
    void a_manifest_has_a_fault_if_and_only_if_the_cluster_refuses_it() throws Exception {
        RealApiServer real = RealApiServer.required();
        try (KubernetesClient client = real.client()) {
            StrictScaledJobs server = StrictScaledJobs.install(client);
            assertThat(server.objection(served(GOOD))).isEmpty();
            SoftAssertions all = new SoftAssertions();
            for (List<String> change : CHANGES) {
                assertThat(GOOD).contains(change.get(0));
                String manifest = GOOD.replace(change.get(0), change.get(1));
                List<ManifestFault> faults =
                        KedaManifests.parse("job.yaml", manifest).faults();
                String objection = server.objection(served(manifest));
                all.assertThat(!faults.isEmpty())
                        .as("%s: the server says '%s', we say %s", change.get(1), objection, faults)
                        .isEqualTo(!objection.isEmpty());
            }
            all.assertAll();
        }
    }

    @Test
    void the_required_fields_are_those_of_the_server() {
        RealApiServer real = RealApiServer.required();
        try (KubernetesClient client = real.client()) {
            Map<String, List<String>> server = StrictScaledJobs.requiredFields(client);
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
        return manifest.replace("keda.sh/v1alpha1", StrictScaledJobs.API_VERSION);
    }
}
