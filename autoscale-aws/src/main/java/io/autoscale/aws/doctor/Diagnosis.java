// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.doctor;

import java.util.List;
import java.util.Objects;

/**
 * The result of the examination of one trigger. Contains no secret. Immutable.
 *
 * @param subject the trigger
 * @param findings one for each step, in order; several where a step has several errors
 */
public record Diagnosis(String subject, List<Finding> findings) {

    public Diagnosis {
        Objects.requireNonNull(subject, "subject");
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing failed, so that the trigger can be read; there may be warnings. */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.status() == Finding.Status.FAILED);
    }

    /** Returns readable text: the subject, then a line for each finding and one below it for what to change. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(subject);
        for (Finding finding : findings) {
            text.append(String.format("%n  %-7s  %s: %s", finding.status(), finding.step(), finding.message()));
            if (!finding.fix().isEmpty()) {
                text.append(String.format("%n           to do: %s", finding.fix()));
            }
        }
        return text.toString();
    }
}
