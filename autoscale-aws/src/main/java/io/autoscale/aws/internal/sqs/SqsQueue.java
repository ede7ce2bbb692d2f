// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.Reader;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.validation.ShownText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One queue as one identity sees it. */
final class SqsQueue extends Reader<SqsClient, SqsQueue.Counts> {

    private static final ClientType<SqsClient> CLIENT = ClientType.of(AwsService.SQS, SqsClient::builder);
    private static final QueueAttributeName VISIBLE = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    private static final QueueAttributeName IN_FLIGHT = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
    private static final QueueAttributeName DELAYED = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;

    private static final String READ = "GetQueueAttributes";

    private final QueueAddress address;
    private volatile @Nullable String resolvedUrl;

    SqsQueue(QueueAddress address, SourceSetup setup) {
        super(CLIENT, address.name(), setup);
        this.address = address;
        this.resolvedUrl = address.url();
    }

    @Override
    public Counts read() {
        String url = url();
        Instant observedAt = now();
        try {
            // all that triggers count: three attributes cost no more than one
            Map<QueueAttributeName, String> attributes = call(
                    READ,
                    sqs -> sqs.getQueueAttributes(
                                    request -> request.queueUrl(url).attributeNames(VISIBLE, IN_FLIGHT, DELAYED))
                            .attributes());
            return new Counts(attributes, observedAt, found -> badData(READ, found));
        } catch (ScalerException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                // a queue that was recreated with the same name may have another URL
                resolvedUrl = address.url();
            }
            throw e;
        }
    }

    private String url() {
        String url = resolvedUrl;
        if (url == null) {
            url = call(
                    "GetQueueUrl",
                    sqs -> sqs.getQueueUrl(request -> request.queueName(address.name()))
                            .queueUrl());
            if (url == null || url.isBlank()) {
                throw badData("GetQueueUrl", "no QueueUrl");
            }
            resolvedUrl = url;
        }
        return url;
    }

    /** The attributes as SQS returned them. */
    record Counts(
            Map<QueueAttributeName, String> attributes, Instant observedAt, Function<String, ScalerException> badData) {

        private static final int LONGEST_SHOWN = 40;

        /** The backlog: visible messages, and those in flight and delayed if they count. All three are parts. */
        MetricSample sample(boolean inFlight, boolean delayed) {
            Map<String, Double> parts = new LinkedHashMap<>();
            double backlog = add(parts, "visible", VISIBLE, true)
                    + add(parts, "inFlight", IN_FLIGHT, inFlight)
                    + add(parts, "delayed", DELAYED, delayed);
            return new MetricSample(backlog, observedAt, parts);
        }

        /** Adds the part; returns its share of the backlog. An attribute that does not count may be missing. */
        private double add(Map<String, Double> parts, String part, QueueAttributeName attribute, boolean counts) {
            String text = attributes.get(attribute);
            if (isCount(text)) {
                double count = Long.parseLong(text);
                parts.put(part, count);
                return counts ? count : 0;
            }
            if (counts) {
                String found = text == null
                        ? "no " + attribute
                        : attribute + " '" + ShownText.of(text, LONGEST_SHOWN) + "', expected a whole number >= 0";
                throw badData.apply(found);
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
}
