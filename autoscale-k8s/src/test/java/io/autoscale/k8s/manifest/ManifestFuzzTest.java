// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.spec.ScaledJob;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Valid manifests with random changes: each is read or rejected within one second of CPU time. */
class ManifestFuzzTest {

    private static final long SEED = Long.getLong("autoscale.fuzz.seed", 20_261_125L);
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int MUTATIONS = Integer.getInteger("autoscale.fuzz.mutations", 20_000);
    private static final String VALID = """
            apiVersion: keda.sh/v1alpha1
            kind: ClusterTriggerAuthentication
            metadata: {name: aws}
            spec:
              podIdentity: {provider: aws, roleArn: "arn:aws:iam::123456789012:role/reader"}
              secretTargetRef: [{parameter: a, name: keys, key: id}]
            ---
            apiVersion: keda.sh/v1alpha1
            kind: ScaledJob
            metadata: &meta {name: videos, labels: {team: media}}
            spec:
              pollingInterval: 10
              maxReplicaCount: 1_0
              rollout: {strategy: gradual}
              scalingStrategy: {strategy: custom, customScalingRunningJobPercentage: "0.5"}
              jobTargetRef:
                backoffLimit: 4
                template:
                  spec:
                    restartPolicy: Never
                    containers:
                      - &base
                        name: encoder
                        image: "encoder:1"
                        env: [{name: QUEUE, value: "videos"}]
                        resources: {limits: {cpu: 1, memory: 1Gi}}
                      - {<<: *base, name: sidecar}
              triggers:
                - type: aws-sqs-queue
                  metadata: {queueURL: videos, queueLength: "5", awsRegion: eu-west-1}
                  authenticationRef: {name: aws, kind: ClusterTriggerAuthentication}
            ---
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web}
            spec:
              scaleTargetRef: {name: web}
              fallback: {failureThreshold: 3, replicas: 2}
              advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleUp: {tolerance: "0.1"}}}}
              triggers: [{type: aws-sqs-queue, metadata: {queueURL: returns, awsRegion: eu-west-1}}]
            """;
    private static final List<String> PIECES = List.of(
            "null",
            "~",
            "[]",
            "{}",
            "[null]",
            "{a: 1}",
            "*base",
            "*meta",
            "&x ",
            "<<: *base",
            "!!binary ",
            "!!int ",
            "!foo ",
            "'",
            "\"",
            "\"\\U0001F600\"",
            "\"\\x00\"",
            "\uFEFF",
            "\u2028",
            "\t",
            ": ",
            "- ",
            "---\n",
            "...\n",
            "|\n  ",
            ">-\n  ",
            "# ",
            "1e999",
            "0x",
            "-0",
            ".inf",
            "12:30",
            "99999999999999999999",
            "yes",
            "${NAME}",
            "{{ .Values.x }}",
            "%YAML 1.1\n",
            "? ",
            "[[[[[[[[",
            "{{{{{{{{",
            "\r\n",
            "\u0000",
            "kind: List",
            "items:");

    @Test
    void every_text_is_parsed_or_rejected_with_errors() {
        assertThat(KedaManifests.parse("valid.yaml", VALID).errors()).isEmpty();
        List<String> slow = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated(new Random(SEED + i));
            long began = THREAD.getCurrentThreadCpuTime();
            try {
                KedaManifests read = KedaManifests.parse("mutation.yaml", text);
                read.errors().forEach(error -> assertThat(error.line()).isPositive());
                read.errors().forEach(error -> assertThat(error.toString()).isNotBlank());
                read.scaledJobs().forEach(ManifestFuzzTest::use);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + (SEED + i) + ":\n" + text, e);
            }
            if (THREAD.getCurrentThreadCpuTime() - began > Duration.ofSeconds(1).toNanos()) {
                slow.add("seed " + (SEED + i));
            }
        }
        assertThat(slow).isEmpty();
    }

    private static void use(ScaledJob job) {
        KubernetesJobTemplate template = (KubernetesJobTemplate) job.jobTemplate();
        assertThat(template.fingerprint()).isNotEmpty();
        assertThat(template.environment(job.envSourceContainerName()).get("QUEUE"))
                .isNotNull();
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(VALID);
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(text.length());
            int until = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, until);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(at, until, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.insert(at, text.substring(at, until).repeat(1 + random.nextInt(3)));
                default -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0xFFFF));
            }
        }
        return text.toString();
    }
}
