// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;

/** What the text of an {@code aws-sqs-queue} trigger means. */
record SqsSettings(MetricSpec metric, QueueAddress queue, boolean inFlight, boolean delayed, AwsTarget target) {

    private static final long DEFAULT_QUEUE_LENGTH = 5;

    static SqsSettings parse(SourceContext context, AwsClients clients) {
        TriggerMetadata metadata = context.metadata();
        QueueAddress queue = QueueAddress.read(metadata);
        long queueLength = metadata.wholeNumber("queueLength", DEFAULT_QUEUE_LENGTH, 0);
        long activation = metadata.wholeNumber("activationQueueLength", 0, Long.MIN_VALUE);
        boolean inFlight = metadata.bool("scaleOnInFlight", true);
        boolean delayed = metadata.bool("scaleOnDelayed", false);
        AwsTarget target = clients.target(metadata, context, AwsService.SQS);
        metadata.validate();
        MetricSpec metric = new MetricSpec(
                MetricSpec.metricName(context.index(), "aws-sqs-" + queue.name()),
                MetricTarget.averageValue((double) queueLength),
                new ActivationThreshold((double) activation),
                inFlight ? InFlightCounting.COUNTED : InFlightCounting.NOT_COUNTED);
        return new SqsSettings(metric, queue, inFlight, delayed, target);
    }

    /** Which queue, for messages. */
    String describe() {
        return queue.name() + " in " + target.region();
    }
}
