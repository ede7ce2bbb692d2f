// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.doctor.Finding.Status;

/** Makes findings. */
final class Findings {

    private Findings() {}

    static Finding ok(String step, String message) {
        return new Finding(step, Status.OK, message, "");
    }

    /** A step that works, and may not for long. */
    static Finding warning(String step, String message, String fix) {
        return new Finding(step, Status.WARNING, message, fix);
    }

    static Finding failed(String step, String message, String fix) {
        return new Finding(step, Status.FAILED, message, fix);
    }

    /** A step that was not tried. */
    static Finding skipped(String step, String message) {
        return new Finding(step, Status.SKIPPED, message, "");
    }
}
