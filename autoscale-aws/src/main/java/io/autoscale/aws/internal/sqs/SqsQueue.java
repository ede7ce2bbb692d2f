// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.internal.source.Reader;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One queue as one identity sees it. */
final class SqsQueue extends Reader<SqsClient, QueueCounts> {

    private static final ClientType<SqsClient> CLIENT = ClientType.of(AwsService.SQS, SqsClient::builder);

    /** All that triggers count: three attributes cost no more than one. */
    private static final List<QueueAttributeName> ATTRIBUTES = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private final QueueAddress address;
    private volatile @Nullable String resolvedUrl;

    SqsQueue(QueueAddress address, SourceSetup setup) {
        super(CLIENT, setup);
        this.address = address;
        this.resolvedUrl = address.url();
    }

    @Override
    public QueueCounts read() {
        String url = url();
        Instant observedAt = now();
        try {
            return new QueueCounts(
                    address.name() + " in " + region(),
                    client.call(
                            "GetQueueAttributes",
                            address::name,
                            sqs -> sqs.getQueueAttributes(
                                            request -> request.queueUrl(url).attributeNames(ATTRIBUTES))
                                    .attributes()),
                    observedAt);
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
            url = client.call(
                    "GetQueueUrl",
                    address::name,
                    sqs -> sqs.getQueueUrl(request -> request.queueName(address.name()))
                            .queueUrl());
            if (url == null || url.isBlank()) {
                throw new ScalerException(
                        Kind.BAD_DATA,
                        "SQS GetQueueUrl of " + address.name() + " in " + region() + " returned no QueueUrl");
            }
            resolvedUrl = url;
        }
        return url;
    }
}
