// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import java.time.Instant;
import java.util.Objects;

/** The result of one read: a sample, or the reason why there is none. A failed read does not count as zero. */
public sealed interface TriggerReading {

    /** The trigger: its name, or its type and position if it has none. */
    String trigger();

    /** When the value was observed or the read failed. */
    Instant at();

    /**
     * A successful read.
     *
     * @param trigger the trigger
     * @param metric the metric
     * @param sample the value
     */
    record Observed(String trigger, MetricSpec metric, MetricSample sample) implements TriggerReading {

        public Observed {
            Objects.requireNonNull(trigger, "trigger");
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(sample, "sample");
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
     */
    record Failed(String trigger, ScalerException.Kind kind, String message, Instant at) implements TriggerReading {

        public Failed {
            Objects.requireNonNull(trigger, "trigger");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(at, "at");
        }
    }
}
