// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.validation.ShownText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The attributes of a queue as SQS returned them.
 *
 * @param queue name and region, for messages
 * @param observedAt when the call began
 */
record QueueCounts(String queue, Map<QueueAttributeName, String> texts, Instant observedAt) {

    private static final int LONGEST_SHOWN = 40;

    /** The backlog: visible messages, and those in flight and delayed if they count. All three are parts. */
    MetricSample sample(boolean inFlight, boolean delayed) {
        Map<String, Double> parts = new LinkedHashMap<>();
        double backlog = 0;
        backlog += add(parts, "visible", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, true);
        backlog += add(parts, "inFlight", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, inFlight);
        backlog += add(parts, "delayed", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, delayed);
        return new MetricSample(backlog, observedAt, parts);
    }

    /** Adds the part; returns its share of the backlog. An attribute that does not count may be missing. */
    private double add(Map<String, Double> parts, String part, QueueAttributeName attribute, boolean counts) {
        String text = texts.get(attribute);
        if (isCount(text)) {
            double count = Long.parseLong(text);
            parts.put(part, count);
            return counts ? count : 0;
        }
        if (counts) {
            throw new ScalerException(
                    Kind.BAD_DATA,
                    "SQS GetQueueAttributes of " + queue + " returned"
                            + (text == null
                                    ? " no " + attribute
                                    : " " + attribute + " '" + ShownText.of(text, LONGEST_SHOWN)
                                            + "', expected a whole number >= 0"));
        }
        return 0;
    }

    private static boolean isCount(@Nullable String text) {
        try {
            return text != null && Long.parseLong(text) >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
