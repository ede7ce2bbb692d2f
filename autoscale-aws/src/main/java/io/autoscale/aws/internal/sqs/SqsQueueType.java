// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.source.Grants;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.TriggerMetadata;

/** Triggers of type {@code aws-sqs-queue}: the backlog of one queue. */
public final class SqsQueueType extends TriggerType<SqsQueueType.Settings> {

    private static final long DEFAULT_QUEUE_LENGTH = 5;

    public record Settings(QueueAddress queue, long queueLength, long activation, boolean inFlight, boolean delayed) {}

    public SqsQueueType() {
        super(SqsQueueTrigger.TYPE, AwsService.SQS, "queueURL");
    }

    @Override
    protected Settings parse(TriggerMetadata metadata, AwsRegion region) {
        return new Settings(
                QueueAddress.read(metadata),
                metadata.wholeNumber("queueLength", DEFAULT_QUEUE_LENGTH, 0),
                metadata.wholeNumber("activationQueueLength", 0, Long.MIN_VALUE),
                metadata.bool("scaleOnInFlight", true),
                metadata.bool("scaleOnDelayed", false));
    }

    @Override
    protected void grants(Settings settings, Grants grants) {
        QueueAddress queue = settings.queue();
        if (!queue.isExact()) {
            grants.reject("queueURL", queue.given(), QueueAddress.EXPECTED);
            return;
        }
        String arn;
        if (queue.account() == null) {
            arn = grants.ofBareName("sqs", queue.name(), "queue " + queue.name());
            grants.allow("FindQueues", "sqs:GetQueueUrl", arn);
        } else {
            arn = grants.arn("sqs", queue.account(), queue.name());
        }
        grants.allow("ReadQueueAttributes", "sqs:GetQueueAttributes", arn);
    }

    @Override
    protected ScalerSource open(Settings settings, SourceSetup setup) {
        QueueAddress queue = settings.queue();
        return setup.shared(
                setup.metric(
                        "aws-sqs-" + queue.name(),
                        (double) settings.queueLength(),
                        (double) settings.activation(),
                        settings.inFlight() ? InFlightCounting.COUNTED : InFlightCounting.NOT_COUNTED),
                queue,
                () -> new SqsQueue(queue, setup),
                read -> read.sample(settings.inFlight(), settings.delayed()));
    }
}
