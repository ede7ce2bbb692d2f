// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({
        "queueLength, queueLength, true",
        "QUEUELENGTH, queuelength, true",
        "queueLenght, queueLength, true",
        "queueLngt, queueLength, true",
        "queuLngt, queueLength, false",
        "queueURL, queueLength, false",
        "'', ab, false",
        "x, os, false",
        "'', abc, false",
        "abc, '', false",
        "ab, ba, false",
        "abcd, badc, false",
    })
    void keys_within_an_edit_distance_of_two_are_similar(String one, String other, boolean near) {
        assertThat(Spelling.isNear(one, other)).isEqualTo(near);
        assertThat(Spelling.isNear(other, one)).isEqualTo(near);
    }

    @Test
    void the_nearest_word_is_the_one_that_differs_least() {
        assertThat(Spelling.nearest("hostPI", List.of("hostIPC", "hostPID"))).contains("hostPID");
        assertThat(Spelling.nearest("backofLimit", List.of("parallelism", "backoffLimit")))
                .contains("backoffLimit");
        assertThat(Spelling.nearest("colour", List.of("parallelism"))).isEmpty();
    }
}
