// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.autoscale.trigger.Trigger;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScaledJobNullsTest {

    private static Arguments setter(String field, Consumer<ScaledJobBuilder> call) {
        return arguments(field, call);
    }

    static Stream<Arguments> setters() {
        return Stream.of(
                setter("namespace", job -> job.namespace(null)),
                setter("labels", job -> job.labels(null)),
                setter("labels.team", job -> job.labels(Collections.singletonMap("team", null))),
                setter("a key of labels", job -> job.labels(Collections.singletonMap(null, "x"))),
                setter("annotations", job -> job.annotations(null)),
                setter("jobTemplate", job -> job.jobTemplate(null)),
                setter("pollingInterval", job -> job.pollingInterval(null)),
                setter("claimTimeout", job -> job.claimTimeout(null)),
                setter("envSourceContainerName", job -> job.envSourceContainerName(null)),
                setter("rollout", job -> job.rollout(null)),
                setter("scalingStrategy", job -> job.scalingStrategy(null)),
                setter("pendingPodConditions", job -> job.pendingPodConditions(null)),
                setter("pendingPodConditions[0]", job -> job.pendingPodConditions(Collections.singletonList(null))),
                setter("multipleScalersCalculation", job -> job.multipleScalersCalculation(null)),
                setter("warning", job -> job.warning(null)),
                setter("trigger", job -> job.trigger(null)),
                setter("triggers", job -> job.triggers(null)),
                setter("triggers[1]", job -> {
                    Trigger[] two = {Trigger.builder("x").build(), null};
                    job.triggers(Arrays.asList(two));
                }));
    }

    @ParameterizedTest
    @MethodSource("setters")
    void a_null_is_refused_by_the_name_of_its_field(String field, Consumer<ScaledJobBuilder> call) {
        assertThatNullPointerException()
                .isThrownBy(() -> call.accept(ScaledJob.builder("videos")))
                .withMessage(field);
    }
}
