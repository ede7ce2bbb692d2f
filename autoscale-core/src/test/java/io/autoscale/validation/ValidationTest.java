// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationTest {

    @Test
    void a_violation_names_path_value_and_expectation() {
        assertThat(new Violation("a.b", "x", "a number")).hasToString("a.b: 'x' is not valid, expected a number");
        assertThat(Violation.missing("a.b", "a number")).hasToString("a.b is missing, expected a number");
        assertThat(Violation.missing("b", "a number").under("triggers[0]"))
                .hasToString("triggers[0].b is missing, expected a number");
        assertThat(new Violation("b", "x", "y").under("a")).isEqualTo(new Violation("a.b", "x", "y"));
    }

    @Test
    void the_parts_of_a_violation_are_required() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Violation(null, "x", "y"))
                .withMessage("path");
        assertThatNullPointerException()
                .isThrownBy(() -> new Violation("p", null, "y"))
                .withMessage("text");
        assertThatNullPointerException()
                .isThrownBy(() -> new Violation("p", "x", null))
                .withMessage("expected");
    }

    @Test
    void violations_are_gathered_in_order() {
        Violations violations = new Violations();
        violations.check(true, "fine", 1, "1");
        assertThat(violations.isEmpty()).isTrue();
        violations.throwIfAny("nothing");
        violations.check(false, "a", 1, "2");
        violations.add("b", null, "something");
        violations.addMissing("c", "a text");
        violations.add(new Violation("d", "x", "y"));

        assertThat(violations.isEmpty()).isFalse();
        assertThat(violations.toList()).extracting(Violation::path).containsExactly("a", "b", "c", "d");
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> violations.throwIfAny("thing"))
                .withMessage("""
                        thing has 4 errors:
                          - a: '1' is not valid, expected 2
                          - b: 'null' is not valid, expected something
                          - c is missing, expected a text
                          - d: 'x' is not valid, expected y""")
                .satisfies(e -> assertThat(e.violations()).isEqualTo(violations.toList()));
    }

    @Test
    void one_error_is_counted_in_the_singular() {
        assertThat(new InvalidConfigurationException("thing", List.of(Violation.missing("a", "b"))))
                .hasMessage("thing has 1 error:\n  - a is missing, expected b");
    }
}
