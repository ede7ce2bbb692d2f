// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.internal.credentials.CallerAnswer;
import java.time.Duration;
import java.time.InstantSource;

/** Compares the clock that signs with that of STS, which refuses requests that are a few minutes off. */
final class ClockCheck {

    private static final String STEP = "clock";
    private static final String FIX =
            "set the clock of the machine, as by NTP: AWS refuses what was signed some" + " minutes ago or ahead";
    private static final Duration WARNED_OF = Duration.ofMinutes(1);
    private static final Duration TOO_FAR = Duration.ofMinutes(5);

    private ClockCheck() {}

    static Finding finding(CallerAnswer answer, InstantSource clock) {
        if (answer.answeredAt() == null) {
            return Findings.skipped(STEP, "STS did not say what time it is");
        }
        Duration ahead = Duration.between(answer.answeredAt(), clock.instant());
        Duration off = ahead.abs();
        String message = "the clock here is " + off.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                + " that of STS";
        if (off.compareTo(TOO_FAR) > 0) {
            return Findings.failed(STEP, message, FIX);
        }
        return off.compareTo(WARNED_OF) > 0 ? Findings.warning(STEP, message, FIX) : Findings.ok(STEP, message);
    }
}
