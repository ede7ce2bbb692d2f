// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;

/** A whole class, such as one that implements a contract, runs with each emulator too. */
@ParameterizedClass
@EmulatorsOf(AwsEmulatedService.SQS)
class EmulatorsOfClassIT {

    private final Emulator emulator;

    EmulatorsOfClassIT(Emulator emulator) {
        this.emulator = emulator;
    }

    @Test
    void an_emulator_that_a_test_gets_is_there() {
        assertThat(emulator.missing()).isEmpty();
        assertThat(emulator.endpoint()).hasScheme("http");
    }
}
