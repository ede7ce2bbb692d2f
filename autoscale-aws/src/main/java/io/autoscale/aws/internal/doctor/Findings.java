// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.doctor.Finding.Status;
import java.util.ArrayList;
import java.util.List;

/** Collects findings in the order of the steps. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    List<Finding> all() {
        return all;
    }

    void ok(String step, String message) {
        all.add(new Finding(step, Status.OK, message, ""));
    }

    void warn(String step, String message, String fix) {
        all.add(new Finding(step, Status.WARNING, message, fix));
    }

    void fail(String step, String message, String fix) {
        all.add(new Finding(step, Status.FAILED, message, fix));
    }

    void skip(String step, String message) {
        all.add(new Finding(step, Status.SKIPPED, message, ""));
    }

    /** Turns a failed step into a warning, as another way was found. */
    void excuse(String step, String why) {
        all.replaceAll(finding -> finding.step().equals(step) && finding.status() == Status.FAILED
                ? new Finding(step, Status.WARNING, finding.message() + why, finding.fix())
                : finding);
    }
}
