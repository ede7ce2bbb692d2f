// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** The result of one read: a sample, or the reason why there is none. A failed read does not count as zero. */
public sealed interface TriggerReading {

    /** The trigger: its name, or its type and position if it has none. */
    String trigger();

    /** When the value was observed or the read failed. */
    Instant at();

    /** How long the read took, with the wait for a thread; zero if it was not measured or nothing was read. */
    Duration latency();

    /**
     * A successful read.
     *
     * @param trigger the trigger
     * @param metric the metric
     * @param sample the value
     * @param latency how long the read took
     */
    record Observed(String trigger, MetricSpec metric, MetricSample sample, Duration latency)
            implements TriggerReading {

        public Observed {
            Objects.requireNonNull(trigger, "trigger");
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(sample, "sample");
            Objects.requireNonNull(latency, "latency");
        }

        /**
         * Creates a reading that was not measured.
         *
         * @param trigger the trigger
         * @param metric the metric
         * @param sample the value
         */
        public Observed(String trigger, MetricSpec metric, MetricSample sample) {
            this(trigger, metric, sample, Duration.ZERO);
        }

        @Override
        public Instant at() {
            return sample.observedAt();
        }

        /**
         * Returns whether the value is above the trigger's activation threshold.
         *
         * @return true if the trigger is active
         */
        public boolean isActive() {
            return metric.activation().isExceededBy(sample.value());
        }
    }

    /**
     * A failed read.
     *
     * @param trigger the trigger
     * @param kind the kind of failure
     * @param message what failed, without a secret
     * @param at when the read failed
     * @param latency how long the read took
     */
    record Failed(String trigger, ScalerException.Kind kind, String message, Instant at, Duration latency)
            implements TriggerReading {

        public Failed {
            Objects.requireNonNull(trigger, "trigger");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(latency, "latency");
        }

        /**
         * Creates a failure that was not measured.
         *
         * @param trigger the trigger
         * @param kind the kind of failure
         * @param message what failed, without a secret
         * @param at when the read failed
         */
        public Failed(String trigger, ScalerException.Kind kind, String message, Instant at) {
            this(trigger, kind, message, at, Duration.ZERO);
        }
    }
}
