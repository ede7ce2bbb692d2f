// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A scaled object: its defaults, and every error that its builder finds. */
class ScaledObjectTest {

    private static final Trigger QUEUE = Trigger.builder("aws-sqs-queue").build();

    @Test
    void a_minimal_object_has_every_default_of_keda() {
        ScaledObject object = valid().build();
        assertThat(object.ref()).isEqualTo(new WorkloadRef("ScaledObject", "default", "web"));
        assertThat(object.scaleTargetRef()).isEqualTo(new ScaleTarget("apps/v1", "Deployment", "web", ""));
        assertThat(object.pollingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(object.cooldownPeriod()).isEqualTo(Duration.ofMinutes(5));
        assertThat(object.initialCooldownPeriod()).isZero();
        assertThat(object.bounds().minimum()).isZero();
        assertThat(object.bounds().maximum()).isEqualTo(100);
        assertThat(object.idleReplicaCount()).isEmpty();
        assertThat(object.fallback()).isEmpty();
        assertThat(object.scalingModifiers()).isEmpty();
        assertThat(object.restoreToOriginalReplicaCount()).isFalse();
        assertThat(object.horizontalPodAutoscalerName()).isEmpty();
        assertThat(object.behavior()).isEqualTo(ScalingBehavior.DEFAULT);
        assertThat(object.behavior().scaleDown().stabilizationWindow()).isEqualTo(Duration.ofMinutes(5));
        assertThat(object.triggers()).containsExactly(QUEUE);
        assertThat(object.generation()).isZero();
        assertThat(object.isPaused()).isFalse();
        assertThat(object)
                .hasToString(
                        "ScaledObject[default/web of Deployment web, every PT30S, 0 to 100, triggers [" + QUEUE + "]]");
    }

    @Test
    void to_builder_builds_an_equal_object_and_does_not_change_the_original() {
        ScaledObject object = valid().namespace("shop")
                .labels(Map.of("a", "b"))
                .generation(3)
                .minReplicaCount(2)
                .idleReplicaCount(0)
                .fallback(new Fallback(3, 5, Fallback.Behavior.CURRENT_REPLICAS))
                .scalingModifiers(new ScalingModifiers("a + b", 2, 0, ScalingModifiers.MetricType.VALUE))
                .horizontalPodAutoscalerName("web-hpa")
                .restoreToOriginalReplicaCount(true)
                .build();
        assertThat(object.toBuilder().build()).usingRecursiveComparison().isEqualTo(object);
        object.toBuilder().maxReplicaCount(7).build();
        assertThat(object.bounds().maximum()).isEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_names_the_field_the_value_and_what_was_expected(
            UnaryOperator<ScaledObjectBuilder> change, String expected) {
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> change.apply(valid()).build())
                .satisfies(e ->
                        assertThat(e.violations()).singleElement().asString().startsWith(expected));
    }

    static Stream<Arguments> errors() {
        String behavior = "advanced.horizontalPodAutoscalerConfig.behavior.";
        return Stream.of(
                error(o -> o.namespace("Shop"), "namespace: 'Shop'"),
                error(o -> o.generation(-1), "generation: '-1'"),
                error(o -> o.scaleTargetRef(ScaleTarget.deployment("W")), "scaleTargetRef.name: 'W'"),
                error(o -> o.scaleTargetRef(new ScaleTarget("a/b/c", "K", "w", "")), "scaleTargetRef.apiVersion"),
                error(o -> o.scaleTargetRef(new ScaleTarget("v1", "", "w", "")), "scaleTargetRef.kind"),
                error(o -> o.pollingInterval(Duration.ZERO), "pollingInterval: 'PT0S'"),
                error(o -> o.cooldownPeriod(Duration.ofSeconds(-1)), "cooldownPeriod: 'PT-1S'"),
                error(o -> o.initialCooldownPeriod(Duration.ofSeconds(-1)), "initialCooldownPeriod: 'PT-1S'"),
                error(o -> o.minReplicaCount(-1), "minReplicaCount: '-1'"),
                error(o -> o.maxReplicaCount(0), "maxReplicaCount: '0'"),
                error(o -> o.minReplicaCount(101), "minReplicaCount: '101' is not valid, expected at most"),
                error(
                        o -> o.idleReplicaCount(1),
                        "idleReplicaCount: '1' is not valid, expected a whole number >= 0 and"),
                error(o -> o.minReplicaCount(2).idleReplicaCount(2), "idleReplicaCount: '2'"),
                error(o -> o.minReplicaCount(2).idleReplicaCount(-1), "idleReplicaCount: '-1'"),
                error(
                        o -> o.fallback(new Fallback(-1, 1, Fallback.Behavior.STATIC)),
                        "fallback.failureThreshold: '-1'"),
                error(o -> o.fallback(new Fallback(1, -1, Fallback.Behavior.STATIC)), "fallback.replicas: '-1'"),
                error(o -> o.trigger(Trigger.builder(" ").build()), "triggers[1].type is missing"),
                error(
                        o -> o.trigger(metricType("aws-sqs-queue", "Utilization")),
                        "triggers[1].metricType: 'Utilization'"),
                error(o -> o.trigger(metricType("cpu", "Value")), "triggers[1].metricType: 'Value'"),
                error(
                        o -> o.trigger(
                                Trigger.builder("cron").useCachedMetrics(true).build()),
                        "triggers[1].useCachedMetrics: 'true'"),
                error(
                        o -> o.trigger(named("a")).trigger(named("a")),
                        "triggers[2].name: 'a' is not valid, expected a name that no other"),
                error(
                        o -> o.annotations(Map.of(ScaledObject.PAUSED_REPLICAS_ANNOTATION, "many")),
                        "annotations.autoscaling.keda.sh/paused-replicas: 'many'"),
                error(o -> o.scalingModifiers(modifiers(" ", 1, 0)), "advanced.scalingModifiers.formula"),
                error(o -> o.scalingModifiers(modifiers("a", 0, 0)), "advanced.scalingModifiers.target: '0.0'"),
                error(
                        o -> o.scalingModifiers(modifiers("a", 1, Double.NaN)),
                        "advanced.scalingModifiers.activationTarget: 'NaN'"),
                error(o -> up(o, -1, List.of(policy(1, 1)), 0), behavior + "scaleUp.stabilizationWindowSeconds"),
                error(o -> up(o, 3601, List.of(policy(1, 1)), 0), behavior + "scaleUp.stabilizationWindowSeconds"),
                error(o -> up(o, 0, List.of(), 0), behavior + "scaleUp.policies"),
                error(o -> up(o, 0, List.of(policy(1, 1)), -0.1), behavior + "scaleUp.tolerance"),
                error(o -> up(o, 0, List.of(policy(0, 1)), 0), behavior + "scaleUp.policies[0].value: '0'"),
                error(o -> up(o, 0, List.of(policy(1, 0)), 0), behavior + "scaleUp.policies[0].periodSeconds"),
                error(o -> up(o, 0, List.of(policy(1, 1801)), 0), behavior + "scaleUp.policies[0].periodSeconds"));
    }

    @Test
    void every_error_is_found_at_once() {
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> ScaledObject.builder("Web")
                        .pollingInterval(Duration.ZERO)
                        .build())
                .satisfies(e -> assertThat(e.violations())
                        .extracting(violation -> violation.path())
                        .containsExactly("name", "scaleTargetRef", "pollingInterval", "triggers"));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "false,false", "F,false", "0,false", "1,true", "later,true", "'',true"})
    void an_annotation_applies_unless_it_parses_as_false(String text, boolean held) {
        ScaledObject paused = annotated(ScaledObject.PAUSED_ANNOTATION, text);
        assertThat(paused.isPaused()).isEqualTo(held);
        assertThat(paused.isScaleInPaused()).isFalse();
        assertThat(annotated(ScaledObject.PAUSED_SCALE_IN_ANNOTATION, text).isScaleInPaused())
                .isEqualTo(held);
        assertThat(annotated(ScaledObject.PAUSED_SCALE_OUT_ANNOTATION, text).isScaleOutPaused())
                .isEqualTo(held);
        assertThat(annotated(ScaledObject.FORCE_ACTIVATION_ANNOTATION, text).isActivationForced())
                .isEqualTo(held);
    }

    @Test
    void paused_replicas_also_pause_the_object() {
        ScaledObject object = annotated(ScaledObject.PAUSED_REPLICAS_ANNOTATION, "4");
        assertThat(object.isPaused()).isTrue();
        assertThat(object.pausedReplicas()).hasValue(4);
        assertThat(valid().build().pausedReplicas()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "static,STATIC",
        "currentReplicas,CURRENT_REPLICAS",
        "currentReplicasIfHigher,CURRENT_REPLICAS_IF_HIGHER",
        "currentReplicasIfLower,CURRENT_REPLICAS_IF_LOWER",
        "scalingModifiers,SCALING_MODIFIERS"
    })
    void each_fallback_behavior_has_a_name(String text, Fallback.Behavior behavior) {
        assertThat(Fallback.Behavior.fromText(text)).contains(behavior);
        assertThat(behavior.text()).isEqualTo(text);
        assertThat(Fallback.Behavior.fromText(behavior.name())).isEmpty();
    }

    @Test
    void null_is_refused_by_the_name_of_the_field() {
        assertThatNullPointerException()
                .isThrownBy(() -> valid().cooldownPeriod(null))
                .withMessage("cooldownPeriod");
        assertThatNullPointerException().isThrownBy(() -> valid().trigger(null)).withMessage("trigger");
        assertThatNullPointerException().isThrownBy(() -> valid().labels(null)).withMessage("labels");
    }

    private static Arguments error(UnaryOperator<ScaledObjectBuilder> change, String expected) {
        return Arguments.of(change, expected);
    }

    private static ScaledObjectBuilder valid() {
        return ScaledObject.builder("web")
                .scaleTargetRef(ScaleTarget.deployment("web"))
                .trigger(QUEUE);
    }

    private static ScaledObject annotated(String annotation, String text) {
        return valid().annotations(Map.of(annotation, text)).build();
    }

    private static Trigger named(String name) {
        return Trigger.builder("aws-sqs-queue").name(name).build();
    }

    private static Trigger metricType(String type, String text) {
        return Trigger.builder(type).metricType(text).build();
    }

    private static ScalingModifiers modifiers(String formula, double target, double activation) {
        return new ScalingModifiers(formula, target, activation, ScalingModifiers.MetricType.AVERAGE_VALUE);
    }

    private static ScalingPolicy policy(int value, int seconds) {
        return new ScalingPolicy(ScalingPolicy.Type.PODS, value, Duration.ofSeconds(seconds));
    }

    private static ScaledObjectBuilder up(
            ScaledObjectBuilder object, int window, List<ScalingPolicy> policies, double tolerance) {
        return object.behavior(new ScalingBehavior(
                new ScalingRules(Duration.ofSeconds(window), ScalingRules.SelectPolicy.MAX, policies, tolerance),
                ScalingRules.DEFAULT_DOWN));
    }
}
