// SPDX-License-Identifier: Apache-2.0
package io.autoscale.metric;

/**
 * What a metric is measured against. A target of 0 is allowed, as in KEDA, and wants no jobs at all.
 */
public sealed interface MetricTarget {

    /**
     * The target as a number, in the unit of the metric.
     *
     * @return a finite number of at least 0
     */
    double amount();

    /**
     * The share of the metric that one replica or job is meant to carry.
     *
     * @param amount units of the metric per replica: finite and at least 0
     * @throws IllegalArgumentException when the amount is out of range
     */
    static MetricTarget averageValue(double amount) {
        return new AverageValue(amount);
    }

    /**
     * The metric to hold overall, whatever the number of replicas.
     *
     * @param amount units of the metric: finite and at least 0
     * @throws IllegalArgumentException when the amount is out of range
     */
    static MetricTarget value(double amount) {
        return new Value(amount);
    }

    /**
     * The share of the metric that one replica or job is meant to carry.
     *
     * @param amount units of the metric per replica: finite and at least 0
     */
    record AverageValue(double amount) implements MetricTarget {
        public AverageValue {
            requireTarget(amount);
        }
    }

    /**
     * The metric to hold overall.
     *
     * @param amount units of the metric: finite and at least 0
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
