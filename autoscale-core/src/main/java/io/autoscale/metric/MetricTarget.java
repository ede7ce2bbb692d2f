// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

/** The target that a metric is compared with. A target of 0 is allowed, as in KEDA, and requests no jobs. */
public sealed interface MetricTarget {

    /**
     * The target as a number, in the unit of the metric.
     *
     * @return a finite number of at least 0
     */
    double amount();

    /**
     * Creates a target per replica or job.
     *
     * @param amount the metric value per replica: finite and at least 0
     * @throws IllegalArgumentException if the amount is out of range
     */
    static MetricTarget averageValue(double amount) {
        return new AverageValue(amount);
    }

    /**
     * Creates a target for the metric as a whole, regardless of the number of replicas.
     *
     * @param amount in the unit of the metric: finite and at least 0
     * @throws IllegalArgumentException if the amount is out of range
     */
    static MetricTarget value(double amount) {
        return new Value(amount);
    }

    /**
     * A target per replica or job.
     *
     * @param amount the metric value per replica: finite and at least 0
     */
    record AverageValue(double amount) implements MetricTarget {
        public AverageValue {
            requireTarget(amount);
        }
    }

    /**
     * A target for the metric as a whole.
     *
     * @param amount in the unit of the metric: finite and at least 0
     */
    record Value(double amount) implements MetricTarget {
        public Value {
            requireTarget(amount);
        }
    }

    private static void requireTarget(double amount) {
        if (!Double.isFinite(amount) || amount < 0) {
            throw new IllegalArgumentException("target: '" + amount + "' is not valid, expected a finite number >= 0");
        }
    }
}
