// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.sqs;

import io.autoscale.aws.client.AwsClients;
import io.autoscale.aws.client.AwsErrors;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Reads the backlog of one queue with one call. */
final class SqsSource implements ScalerSource {

    private final SqsSettings settings;
    private final AwsClients.Lease lease;
    private final InstantSource clock;
    private final Map<QueueAttributeName, String> attributes = new LinkedHashMap<>();
    private volatile @Nullable String resolvedUrl;

    SqsSource(SqsSettings settings, AwsClients.Lease lease, InstantSource clock) {
        this.settings = settings;
        this.lease = lease;
        this.clock = clock;
        this.resolvedUrl = settings.queue().url();
        attributes.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "visible");
        if (settings.inFlight()) {
            attributes.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "inFlight");
        }
        if (settings.delayed()) {
            attributes.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "delayed");
        }
    }

    @Override
    public MetricSpec metric() {
        return settings.metric();
    }

    @Override
    public MetricSample sample() {
        String url = url();
        Instant observedAt = clock.instant();
        Map<QueueAttributeName, String> answer;
        try {
            answer = lease.client()
                    .getQueueAttributes(request -> request.queueUrl(url).attributeNames(attributes.keySet()))
                    .attributes();
        } catch (SdkException e) {
            ScalerException failure = AwsErrors.describe(call("GetQueueAttributes"), e);
            if (failure.kind() == Kind.NOT_FOUND) {
                // a queue that was made anew under the same name may have another URL
                resolvedUrl = settings.queue().url();
            }
            throw failure;
        }
        return sample(answer, observedAt);
    }

    @Override
    public void close() {
        lease.close();
    }

    private MetricSample sample(Map<QueueAttributeName, String> answer, Instant observedAt) {
        Map<String, Double> parts = new LinkedHashMap<>();
        double sum = 0;
        for (Map.Entry<QueueAttributeName, String> asked : attributes.entrySet()) {
            double count = count(asked.getKey(), answer.get(asked.getKey()));
            parts.put(asked.getValue(), count);
            sum += count;
        }
        return new MetricSample(sum, observedAt, parts);
    }

    private double count(QueueAttributeName attribute, @Nullable String text) {
        if (text == null) {
            throw new ScalerException(Kind.BAD_DATA, call("GetQueueAttributes") + " was answered without " + attribute);
        }
        try {
            long count = Long.parseLong(text);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new ScalerException(
                Kind.BAD_DATA,
                call("GetQueueAttributes") + " was answered with " + attribute + " '" + text
                        + "', expected a whole number >= 0");
    }

    private String url() {
        String url = resolvedUrl;
        if (url == null) {
            try {
                url = lease.client()
                        .getQueueUrl(
                                request -> request.queueName(settings.queue().name()))
                        .queueUrl();
            } catch (SdkException e) {
                throw AwsErrors.describe(call("GetQueueUrl"), e);
            }
            if (url == null || url.isBlank()) {
                throw new ScalerException(Kind.BAD_DATA, call("GetQueueUrl") + " was answered without QueueUrl");
            }
            resolvedUrl = url;
        }
        return url;
    }

    private String call(String operation) {
        return "SQS " + operation + " of " + settings.describe();
    }
}
