// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.autoscale.given.Given;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.ShownText;
import io.autoscale.validation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScaledJobErrorsTest {

    private static final String NAME_RULE =
            "a Kubernetes name: lower-case letters, digits, '-' and '.', at most 253 characters";
    private static final String NAMESPACE_RULE =
            "a Kubernetes namespace: lower-case letters, digits and '-', at most 63 characters";

    private static Arguments row(Consumer<ScaledJobBuilder> change, String error) {
        return Arguments.of(change, error);
    }

    private static Arguments namespace(String text) {
        return row(j -> j.namespace(text), "namespace: '" + text + "' is not valid, expected " + NAMESPACE_RULE);
    }

    private static Arguments interval(Duration interval) {
        return row(
                j -> j.pollingInterval(interval),
                "pollingInterval: '" + interval + "' is not valid, expected at least 1 second");
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                row(
                        j -> j.claimTimeout(Duration.ofSeconds(-1)),
                        "claimTimeout: 'PT-1S' is not valid, expected zero or more"),
                namespace(""),
                namespace("Default"),
                namespace("a.b"),
                namespace("-a"),
                namespace("a-"),
                namespace("a_b"),
                namespace("a b"),
                namespace("n".repeat(64)),
                row(j -> j.generation(-1), "generation: '-1' is not valid, expected a whole number >= 0"),
                interval(Duration.ZERO),
                interval(Duration.ofMillis(999)),
                interval(Duration.ofSeconds(-5)),
                row(
                        j -> j.successfulJobsHistoryLimit(-1),
                        "successfulJobsHistoryLimit: '-1' is not valid, expected a whole number >= 0"),
                row(
                        j -> j.failedJobsHistoryLimit(-2),
                        "failedJobsHistoryLimit: '-2' is not valid, expected a whole number >= 0"),
                row(
                        j -> j.failedJobsHistoryLimit(Integer.MIN_VALUE),
                        "failedJobsHistoryLimit: '-2147483648' is not valid, expected a whole number >= 0"),
                row(j -> j.minReplicaCount(-1), "minReplicaCount: '-1' is not valid, expected a whole number >= 0"),
                row(j -> j.maxReplicaCount(0), "maxReplicaCount: '0' is not valid, expected a whole number >= 1"),
                row(j -> j.maxReplicaCount(-7), "maxReplicaCount: '-7' is not valid, expected a whole number >= 1"),
                row(
                        j -> j.minTotalJobCount(-1),
                        "minTotalJobCount: '-1' is not valid, expected a whole number from 0 to maxReplicaCount (100)"),
                row(
                        j -> j.minTotalJobCount(101),
                        "minTotalJobCount: '101' is not valid, expected a whole number from 0 to maxReplicaCount"
                                + " (100)"),
                row(
                        j -> j.maxReplicaCount(3).minTotalJobCount(4),
                        "minTotalJobCount: '4' is not valid, expected a whole number from 0 to maxReplicaCount (3)"),
                row(
                        j -> j.warmJobCount(-1),
                        "warmJobCount: '-1' is not valid, expected a whole number from 0 to maxReplicaCount (100)"),
                row(
                        j -> j.maxReplicaCount(3).warmJobCount(4),
                        "warmJobCount: '4' is not valid, expected a whole number from 0 to maxReplicaCount (3)"),
                row(
                        j -> j.minReplicaCount(2).minTotalJobCount(1),
                        "minTotalJobCount: '1' is not valid, expected 0 where minReplicaCount is set (it is 2): use one"
                                + " or the other"),
                row(
                        j -> j.minReplicaCount(1).warmJobCount(3),
                        "warmJobCount: '3' is not valid, expected 0 where minReplicaCount is set (it is 1): use one or"
                                + " the other"),
                row(j -> j.triggers(List.of()), "triggers is missing, expected at least one trigger"),
                row(
                        j -> j.triggers(List.of(Trigger.builder(" ").build())),
                        "triggers[0].type is missing, expected a trigger type such as aws-sqs-queue"),
                row(
                        j -> j.trigger(Trigger.builder("").build()),
                        "triggers[1].type is missing, expected a trigger type such as aws-sqs-queue"),
                row(
                        j -> j.triggers(List.of(named("a"), named("b"), named("a"))),
                        "triggers[2].name: 'a' is not valid, expected a name that no other trigger has"),
                row(
                        j -> j.trigger(Trigger.builder("x").metricType("Value").build()),
                        "triggers[1].metricType: 'Value' is not valid, expected nothing: a ScaledJob has none"));
    }

    private static Trigger named(String name) {
        return Trigger.builder("aws-sqs-queue").name(name).build();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_is_named_exactly(Consumer<ScaledJobBuilder> change, String error) {
        ScaledJobBuilder builder = Given.job();
        change.accept(builder);

        InvalidConfigurationException e = catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(e).isNotNull().hasMessage("ScaledJob videos has 1 error:\n  - " + error);
    }

    static Stream<String> wrongNames() {
        return Stream.of(
                "",
                "Video",
                "video_1",
                "-video",
                "video-",
                "video..a",
                ".video",
                "video.",
                "vidéo",
                "a b",
                "a.-b",
                "v".repeat(254));
    }

    @ParameterizedTest
    @MethodSource("wrongNames")
    void a_wrong_name_is_named_exactly(String name) {
        ScaledJobBuilder builder =
                ScaledJob.builder(name).jobTemplate(JobTemplate.named("v1")).trigger(Given.trigger());

        InvalidConfigurationException e = catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(e)
                .isNotNull()
                .hasMessage("ScaledJob " + name + " has 1 error:\n  - name: '" + ShownText.of(name, 200)
                        + "' is not valid, expected " + NAME_RULE);
    }

    @Test
    void the_template_is_required() {
        ScaledJobBuilder builder = ScaledJob.builder("videos").trigger(Given.trigger());

        InvalidConfigurationException e = catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(e)
                .isNotNull()
                .hasMessage("ScaledJob videos has 1 error:\n  - jobTargetRef is missing, expected the template of the"
                        + " jobs to create");
    }

    @Test
    void all_errors_are_found_at_once_and_in_order() {
        ScaledJobBuilder builder = ScaledJob.builder("Videos")
                .namespace("Media")
                .generation(-1)
                .pollingInterval(Duration.ZERO)
                .successfulJobsHistoryLimit(-1)
                .failedJobsHistoryLimit(-1)
                .minReplicaCount(-1)
                .maxReplicaCount(0)
                .minTotalJobCount(1)
                .warmJobCount(1)
                .trigger(Trigger.builder("").name("a").build())
                .trigger(Trigger.builder("x").name("a").metricType("Value").build());

        InvalidConfigurationException e = catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(e.violations())
                .extracting(Violation::path)
                .containsExactly(
                        "name",
                        "namespace",
                        "generation",
                        "pollingInterval",
                        "successfulJobsHistoryLimit",
                        "failedJobsHistoryLimit",
                        "minReplicaCount",
                        "maxReplicaCount",
                        "minTotalJobCount",
                        "warmJobCount",
                        "triggers[0].type",
                        "triggers[1].name",
                        "triggers[1].metricType",
                        "jobTargetRef");
        assertThat(e).hasMessageStartingWith("ScaledJob Videos has 14 errors:\n  - name: 'Videos' is not valid");
    }
}
