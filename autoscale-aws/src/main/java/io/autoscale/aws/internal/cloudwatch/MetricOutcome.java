// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.source.ScalerException;
import java.time.Instant;

/** What CloudWatch had for one query. */
sealed interface MetricOutcome {

    /** The newest datapoint of the first result. */
    record Datapoint(double value, Instant timestamp) implements MetricOutcome {}

    /** No datapoint in the window, or no result at all. */
    record Nothing() implements MetricOutcome {}

    /** The query, or the call that it was part of, failed. */
    record Failed(ScalerException.Kind kind, String message) implements MetricOutcome {}
}
