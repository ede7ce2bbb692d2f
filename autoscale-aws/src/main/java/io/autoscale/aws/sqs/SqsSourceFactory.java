// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.sqs;

import io.autoscale.aws.client.AwsClients;
import io.autoscale.aws.client.AwsErrors;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes sources for triggers of type {@code aws-sqs-queue}. */
public final class SqsSourceFactory implements ScalerSourceFactory {

    private final AwsClients clients;

    /**
     * A factory whose sources share clients.
     *
     * @param clients the clients; closed by their owner
     */
    public SqsSourceFactory(AwsClients clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
    }

    @Override
    public String triggerType() {
        return SqsQueueTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        SqsSettings settings = SqsSettings.parse(context);
        try {
            return new SqsSource(settings, clients.sqs(settings.target()), context.clock());
        } catch (SdkException e) {
            // the SDK reads its own files and variables while it makes a client
            throw AwsErrors.describe("making the SQS client of " + settings.describe(), e);
        }
    }
}
