// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import io.autoscale.validation.ShownText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The backlog of one queue: its visible messages, and those in flight and delayed as far as the trigger counts them. */
final class SqsSource implements ScalerSource {

    private static final int LONGEST_SHOWN = 40;

    private static final Map<QueueAttributeName, String> PARTS = parts();

    private final SqsSettings settings;
    private final LeasePool.Lease<SqsQueue> queue;
    private volatile @Nullable Instant lastRead;

    SqsSource(SqsSettings settings, LeasePool.Lease<SqsQueue> queue) {
        this.settings = settings;
        this.queue = queue;
    }

    @Override
    public MetricSpec metric() {
        return settings.metric();
    }

    @Override
    public MetricSample sample() {
        SqsQueue.Attributes attributes = queue.get().read(lastRead);
        lastRead = attributes.observedAt();
        Map<String, Double> parts = new LinkedHashMap<>();
        double sum = 0;
        for (Map.Entry<QueueAttributeName, String> part : PARTS.entrySet()) {
            QueueAttributeName attribute = part.getKey();
            String text = attributes.texts().get(attribute);
            if (counts(attribute)) {
                double count = count(attribute, text);
                parts.put(part.getValue(), count);
                sum += count;
            } else if (text != null && isCount(text)) {
                // handed on beside the number, so that who looks can tell the three apart
                parts.put(part.getValue(), (double) Long.parseLong(text));
            }
        }
        return new MetricSample(sum, attributes.observedAt(), parts);
    }

    @Override
    public void close() {
        queue.close();
    }

    private boolean counts(QueueAttributeName attribute) {
        return switch (attribute) {
            case APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE -> settings.inFlight();
            case APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED -> settings.delayed();
            default -> true;
        };
    }

    private double count(QueueAttributeName attribute, @Nullable String text) {
        String call = "SQS GetQueueAttributes of " + settings.describe();
        if (text == null) {
            throw new ScalerException(Kind.BAD_DATA, call + " was answered without " + attribute);
        }
        if (!isCount(text)) {
            throw new ScalerException(
                    Kind.BAD_DATA,
                    call + " was answered with " + attribute + " '" + ShownText.of(text, LONGEST_SHOWN)
                            + "', expected a whole number >= 0");
        }
        return Long.parseLong(text);
    }

    private static boolean isCount(String text) {
        try {
            return Long.parseLong(text) >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Map<QueueAttributeName, String> parts() {
        Map<QueueAttributeName, String> parts = new LinkedHashMap<>();
        parts.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "visible");
        parts.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "inFlight");
        parts.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "delayed");
        return parts;
    }
}
