// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/**
 * A formula that combines several metrics into one. The builder of the scaled object validates it.
 *
 * @param formula an expression over the names of triggers
 * @param target the target of the result; above 0
 * @param activationTarget the value above which the scaled object is active; 0 by default
 * @param metricType how the target is interpreted
 */
public record ScalingModifiers(String formula, double target, double activationTarget, MetricType metricType) {

    public ScalingModifiers {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(metricType, "metricType");
    }

    /** How a target is interpreted. */
    public enum MetricType {
        /** {@code AverageValue}: per replica. */
        AVERAGE_VALUE,
        /** {@code Value}: in total. */
        VALUE
    }
}
