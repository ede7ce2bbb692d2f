// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.lag;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.cloudwatch.CloudWatchSourceFactory;
import io.autoscale.aws.internal.sqs.QueueAddress;
import io.autoscale.aws.internal.sqs.SqsSourceFactory;
import io.autoscale.aws.lag.SqsQueueAgeTrigger;
import io.autoscale.aws.sqs.SqsQueueTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Makes sources for triggers of type {@code aws-sqs-queue-age} out of a CloudWatch metric and the queue itself. */
public final class SqsQueueAgeSourceFactory implements ScalerSourceFactory {

    private static final Set<String> OWN_KEYS =
            Set.of("queueURL", "queueURLFromEnv", AccountId.KEY, LagTarget.TARGET, LagTarget.ACTIVATION);

    private final AwsClients clients;
    private final CloudWatchSourceFactory cloudWatch;
    private final SqsSourceFactory sqs;

    /**
     * A factory on top of two others.
     *
     * @param clients the clients of the others
     * @param cloudWatch reads the metric; closed by its owner
     * @param sqs reads the queue
     */
    public SqsQueueAgeSourceFactory(AwsClients clients, CloudWatchSourceFactory cloudWatch, SqsSourceFactory sqs) {
        this.clients = Objects.requireNonNull(clients, "clients");
        this.cloudWatch = Objects.requireNonNull(cloudWatch, "cloudWatch");
        this.sqs = Objects.requireNonNull(sqs, "sqs");
    }

    @Override
    public String triggerType() {
        return SqsQueueAgeTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        TriggerMetadata metadata = context.metadata();
        QueueAddress queue = QueueAddress.read(metadata);
        LagTarget target = LagTarget.read(metadata);
        String account = AccountId.read(metadata);
        if (account != null && queue.url() == null) {
            metadata.reject(
                    AccountId.KEY,
                    account,
                    "nothing where the queue is given by its name: give its URL, which says the account");
        }
        var unused = clients.target(metadata, context, AwsService.CLOUDWATCH);
        metadata.validate();

        Derived derived = new Derived(context, OWN_KEYS);
        SourceContext age = derived.metric(
                account, "AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", "QueueName", queue.name());
        SourceContext itself = derived.with(derived.inherited(SqsQueueTrigger.TYPE)
                .metadata("queueURL", queue.url() == null ? queue.name() : queue.url())
                .metadata("scaleOnDelayed", "true"));
        List<ScalerSource> made = Derived.makeAll(List.of(() -> cloudWatch.create(age), () -> sqs.create(itself)));
        return new SqsQueueAgeSource(
                target.metric(context.index(), "aws-sqs-age-" + queue.name()), queue.name(), made.get(0), made.get(1));
    }
}
