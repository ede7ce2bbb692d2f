// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/**
 * One metric made of several by a formula. The builder of the scaled object checks it.
 *
 * @param formula an expression over the names of triggers
 * @param target the target of the result; above 0
 * @param activationTarget the scaled object is active above it; 0 unless set
 * @param metricType how the target is meant
 */
public record ScalingModifiers(String formula, double target, double activationTarget, MetricType metricType) {

    public ScalingModifiers {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(metricType, "metricType");
    }

    /** How a target is meant. */
    public enum MetricType {
        /** {@code AverageValue}: for each replica. */
        AVERAGE_VALUE,
        /** {@code Value}: as a whole. */
        VALUE
    }
}
