// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.spec.Fallback;
import io.autoscale.spec.ScaleTarget;
import io.autoscale.spec.ScaledObject;
import io.autoscale.spec.ScalingBehavior;
import io.autoscale.spec.ScalingModifiers;
import io.autoscale.spec.ScalingPolicy;
import io.autoscale.spec.ScalingRules;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how a ScaledObject in YAML is read. */
class ScaledObjectManifestsTest {

    private static final String MINIMAL = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: web
            spec:
              scaleTargetRef:
                name: web
              triggers:
                - type: aws-sqs-queue
                  metadata: {queueURL: orders}
            """;

    @Test
    void a_minimal_manifest_has_every_default_of_keda() {
        assertThat(only(MINIMAL))
                .usingRecursiveComparison()
                .isEqualTo(ScaledObject.builder("web")
                        .scaleTargetRef(ScaleTarget.deployment("web"))
                        .trigger(Trigger.builder("aws-sqs-queue")
                                .metadata("queueURL", "orders")
                                .build())
                        .build());
    }

    @Test
    void every_field_is_read() {
        ScaledObject object = only("""
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata:
                  name: web
                  namespace: shop
                  generation: 4
                  labels: {team: shop}
                  annotations: {autoscaling.keda.sh/paused-replicas: '3'}
                spec:
                  scaleTargetRef:
                    apiVersion: argoproj.io/v1alpha1
                    kind: Rollout
                    name: web
                    envSourceContainerName: main
                  pollingInterval: 10
                  cooldownPeriod: 60
                  initialCooldownPeriod: 20
                  idleReplicaCount: 0
                  minReplicaCount: 2
                  maxReplicaCount: 50
                  fallback:
                    failureThreshold: 3
                    replicas: 6
                    behavior: currentReplicasIfHigher
                  advanced:
                    restoreToOriginalReplicaCount: true
                    horizontalPodAutoscalerConfig:
                      name: web-hpa
                      behavior:
                        scaleUp:
                          stabilizationWindowSeconds: 5
                          selectPolicy: Min
                          tolerance: 50m
                          policies:
                            - {type: Pods, value: 4, periodSeconds: 30}
                            - {type: Percent, value: 50, periodSeconds: 60}
                        scaleDown:
                          selectPolicy: Disabled
                          tolerance: 0.2
                    scalingModifiers:
                      formula: (a + b) / 2
                      target: '2.5'
                      activationTarget: '1'
                      metricType: Value
                  triggers:
                    - type: aws-sqs-queue
                      name: a
                      metricType: AverageValue
                      useCachedMetrics: true
                      metadata: {queueURL: orders}
                      authenticationRef: {name: aws}
                    - {type: aws-sqs-queue, name: b, metadata: {queueURL: returns}}
                """);
        assertThat(object)
                .usingRecursiveComparison()
                .isEqualTo(ScaledObject.builder("web")
                        .namespace("shop")
                        .generation(4)
                        .labels(Map.of("team", "shop"))
                        .annotations(Map.of("autoscaling.keda.sh/paused-replicas", "3"))
                        .scaleTargetRef(new ScaleTarget("argoproj.io/v1alpha1", "Rollout", "web", "main"))
                        .pollingInterval(Duration.ofSeconds(10))
                        .cooldownPeriod(Duration.ofMinutes(1))
                        .initialCooldownPeriod(Duration.ofSeconds(20))
                        .idleReplicaCount(0)
                        .minReplicaCount(2)
                        .maxReplicaCount(50)
                        .fallback(new Fallback(3, 6, Fallback.Behavior.CURRENT_REPLICAS_IF_HIGHER))
                        .restoreToOriginalReplicaCount(true)
                        .horizontalPodAutoscalerName("web-hpa")
                        .behavior(new ScalingBehavior(
                                new ScalingRules(
                                        Duration.ofSeconds(5),
                                        ScalingRules.SelectPolicy.MIN,
                                        List.of(
                                                new ScalingPolicy(ScalingPolicy.Type.PODS, 4, Duration.ofSeconds(30)),
                                                new ScalingPolicy(
                                                        ScalingPolicy.Type.PERCENT, 50, Duration.ofMinutes(1))),
                                        0.05),
                                new ScalingRules(
                                        Duration.ofMinutes(5),
                                        ScalingRules.SelectPolicy.DISABLED,
                                        ScalingRules.DEFAULT_DOWN.policies(),
                                        0.2)))
                        .scalingModifiers(
                                new ScalingModifiers("(a + b) / 2", 2.5, 1, ScalingModifiers.MetricType.VALUE))
                        .trigger(Trigger.builder("aws-sqs-queue")
                                .name("a")
                                .metricType("AverageValue")
                                .useCachedMetrics(true)
                                .metadata("queueURL", "orders")
                                .authenticationRef(AuthenticationRef.of("aws"))
                                .build())
                        .trigger(Trigger.builder("aws-sqs-queue")
                                .name("b")
                                .metadata("queueURL", "returns")
                                .build())
                        .build());
        assertThat(object.pausedReplicas()).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "pollingInterval: 0 | pollingInterval | 0 | at least 1 second",
                "cooldownPeriod: '5' | cooldownPeriod | 5 | a whole number without quotes",
                "idleReplicaCount: 1 | idleReplicaCount | 1 | a whole number >= 0 and below",
                "minReplicaCount: 200 | minReplicaCount | 200 | at most maxReplicaCount (100)",
                "fallback: {replicas: 1} | fallback.failureThreshold | <missing> | a whole number >= 0",
                "fallback: {failureThreshold: 1, replicas: -1} | fallback.replicas | -1 | a whole number >= 0",
                "fallback: {failureThreshold: 1, replicas: 1, behavior: best} | fallback.behavior | best | static, currentReplicas",
                "advanced: {restoreToOriginalReplicaCount: 'yes'} | advanced.restoreToOriginalReplicaCount | yes | true or false",
                "advanced: {scalingModifiers: {target: '1'}} | advanced.scalingModifiers.formula | <missing> | an expression",
                "advanced: {scalingModifiers: {formula: a}} | advanced.scalingModifiers.target | <missing> | a decimal in quotes",
                "advanced: {scalingModifiers: {formula: a, target: 2}} | advanced.scalingModifiers.target | 2 | a decimal in quotes",
                "advanced: {scalingModifiers: {formula: a, target: '-2'}} | advanced.scalingModifiers.target | -2 | a number above 0",
                "advanced: {scalingModifiers: {formula: a, target: '2', metricType: Utilization}} | advanced.scalingModifiers.metricType | Utilization | AverageValue or Value",
                "advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleUp: {selectPolicy: Best}}}} | advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.selectPolicy | Best | Max, Min or Disabled",
                "advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleUp: {policies: [{type: Pods, value: 0, periodSeconds: 1}]}}}} | advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.policies[0].value | 0 | a whole number >= 1",
                "advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleDown: {policies: [{value: 1, periodSeconds: 1}]}}}} | advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[0].type | <missing> | Pods or Percent",
            })
    void an_error_has_its_line_path_text_and_expectation(String yaml, String path, String text, String expected) {
        KedaManifests manifests =
                KedaManifests.parse("object.yaml", MINIMAL.replace("  triggers:", "  " + yaml + "\n  triggers:"));
        assertThat(manifests.scaledObjects()).isEmpty();
        assertThat(manifests.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(8);
            assertThat(error.path()).isEqualTo("spec." + path);
            assertThat(error.text()).isEqualTo(text);
            assertThat(error.expected()).startsWith(expected);
        });
    }

    @Test
    void missing_and_unknown_fields_are_reported() {
        KedaManifests bare =
                KedaManifests.parse("object.yaml", MINIMAL.replace("    name: web\n  triggers", "    {}\n  triggers"));
        assertThat(bare.errors())
                .singleElement()
                .hasToString(
                        "object.yaml:7: spec.scaleTargetRef.name is missing, expected the name of" + " what is scaled");
        KedaManifests odd = KedaManifests.parse(
                "object.yaml",
                MINIMAL.replace("  triggers:", "  maxReplicas: 7\n  advanced: {colour: red}\n  triggers:"));
        assertThat(odd.scaledObjects()).isEmpty();
        assertThat(odd.errors())
                .extracting(ManifestViolation::path)
                .containsExactlyInAnyOrder("spec.maxReplicas", "spec.advanced.colour");
    }

    @Test
    void fields_set_by_the_api_server_are_no_warning() {
        ScaledObject object = only(MINIMAL.replace("  triggers:", "  advanced: {scalingModifiers: {}}\n  triggers:")
                + "status: {hpaName: keda-hpa-web}\n");
        assertThat(object.scalingModifiers()).isEmpty();
    }

    private static ScaledObject only(String text) {
        KedaManifests manifests = KedaManifests.parse("object.yaml", text);
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.warnings()).isEmpty();
        return manifests.scaledObjects().get(0);
    }
}
