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
    void an_injected_emulator_is_running() {
        assertThat(emulator.missing()).isEmpty();
        assertThat(emulator.endpoint()).hasScheme("http");
    }
}
