// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledJobTextsTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "absent, false",
                "true, true",
                "True, true",
                "TRUE, true",
                "t, true",
                "1, true",
                "false, false",
                "False, false",
                "FALSE, false",
                "f, false",
                "F, false",
                "0, false",
                "fALSE, true",
                "no, true",
                "'', true",
                "' false', true",
                "2, true",
            })
    void the_paused_annotation_is_read_as_a_boolean_and_any_other_text_pauses(String text, boolean paused) {
        Map<String, String> annotations = text == null ? Map.of() : Map.of("autoscaling.keda.sh/paused", text);

        assertThat(Given.job().annotations(annotations).build().isPaused()).isEqualTo(paused);
    }
}
