// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.k8s.controller.DesiredJob.Change;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DesiredJobTest {

    private static final DesiredJob JOB = job("a", 1, "five", false);

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(null, null, Change.NONE),
                Arguments.of(null, JOB, Change.APPLY),
                Arguments.of(JOB, job("a", 1, "five", false), Change.NONE),
                Arguments.of(JOB, job("a", 2, "five", false), Change.APPLY),
                Arguments.of(JOB, job("a", 1, "six", false), Change.APPLY),
                Arguments.of(JOB, job("b", 1, "five", false), Change.REPLACE),
                Arguments.of(JOB, null, Change.STOP),
                Arguments.of(null, job("a", 1, "five", true), Change.FINISH),
                Arguments.of(JOB, job("a", 2, "five", true), Change.FINISH));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void the_difference_decides_what_is_done(
            @Nullable DesiredJob applied, @Nullable DesiredJob desired, Change expected) {
        assertThat(DesiredJob.change(applied, desired)).isEqualTo(expected);
    }

    private static DesiredJob job(String uid, long generation, String spec, boolean deleted) {
        return new DesiredJob(uid, generation, Map.of(), Map.of(), spec, deleted);
    }
}
