// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import java.time.Instant;
import java.util.Objects;

/** The result of one read: a sample, or why there is none. Unknown is not zero. */
public sealed interface TriggerReading {

    /** Which trigger was read: its name, or its type and position where it has none. */
    String trigger();

    /** When the value was observed, or the read failed. */
    Instant at();

    /**
     * A value was read.
     *
     * @param trigger which trigger
     * @param metric what was read
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
         * Says whether the value is above the trigger's activation threshold.
         *
         * @return true when the trigger is active
         */
        public boolean isActive() {
            return metric.activation().isExceededBy(sample.value());
        }
    }

    /**
     * No value was read.
     *
     * @param trigger which trigger
     * @param kind why
     * @param message what failed, without a secret
     * @param at when it failed
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
