// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.sqs;

import io.autoscale.auth.Secret;
import io.autoscale.aws.client.AwsTarget;
import io.autoscale.aws.identity.AwsIdentities;
import io.autoscale.aws.identity.AwsIdentity;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the text of an {@code aws-sqs-queue} trigger means. */
record SqsSettings(MetricSpec metric, QueueAddress queue, boolean inFlight, boolean delayed, AwsTarget target) {

    private static final Logger LOG = LoggerFactory.getLogger(SqsSettings.class);
    private static final long DEFAULT_QUEUE_LENGTH = 5;
    private static final String REGION_EXPECTED = "a region such as eu-west-1";
    // it becomes a part of a host name
    private static final Pattern REGION = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,30}");

    static SqsSettings parse(SourceContext context) {
        TriggerMetadata metadata = TriggerMetadata.of(context.trigger(), context.environment());
        QueueAddress queue = queue(metadata);
        long target = metadata.wholeNumber("queueLength", DEFAULT_QUEUE_LENGTH, 0);
        long activation = metadata.wholeNumber("activationQueueLength", 0, Long.MIN_VALUE);
        boolean inFlight = metadata.flag("scaleOnInFlight", true);
        boolean delayed = metadata.flag("scaleOnDelayed", false);
        String region = region(metadata, context);
        URI endpoint = endpoint(metadata);
        AwsIdentity identity = AwsIdentities.of(metadata, context.authentication(), context.environment());
        metadata.finish("trigger " + SqsQueueTrigger.TYPE).forEach(LOG::warn);
        MetricSpec metric = new MetricSpec(
                MetricSpec.metricName(context.index(), "aws-sqs-" + queue.name()),
                MetricTarget.averageValue((double) target),
                new ActivationThreshold((double) activation));
        return new SqsSettings(metric, queue, inFlight, delayed, new AwsTarget(identity, region, endpoint));
    }

    /** Which queue, for messages. */
    String describe() {
        return queue.name() + " in " + target.region();
    }

    private static QueueAddress queue(TriggerMetadata metadata) {
        Optional<String> text = metadata.textOrFromEnv("queueURL").map(String::trim);
        if (text.isEmpty()) {
            if (metadata.text("queueURLFromEnv").isEmpty()) {
                metadata.addMissing("queueURL", QueueAddress.EXPECTED);
            }
            return QueueAddress.named("missing");
        }
        return QueueAddress.parse(text.get()).orElseGet(() -> {
            metadata.reject("queueURL", text.get(), QueueAddress.EXPECTED);
            return QueueAddress.named("invalid");
        });
    }

    private static String region(TriggerMetadata metadata, SourceContext context) {
        Optional<String> own = metadata.text("awsRegion");
        Optional<Secret> parameter = context.authentication()
                .parameters()
                .get("awsRegion")
                .filter(text -> !text.reveal().isBlank());
        String region =
                own.or(() -> parameter.map(secret -> secret.reveal().trim())).orElse("");
        if (region.isEmpty()) {
            metadata.addMissing("awsRegion", REGION_EXPECTED);
        } else if (!REGION.matcher(region).matches()) {
            // a parameter may be any secret by mistake, so that it shows its mask only
            metadata.reject(
                    "awsRegion", own.orElseGet(() -> parameter.orElseThrow().toString()), REGION_EXPECTED);
        }
        return region;
    }

    private static @Nullable URI endpoint(TriggerMetadata metadata) {
        Optional<String> text = metadata.text("awsEndpoint");
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text.get());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        metadata.reject("awsEndpoint", text.get(), "an absolute http or https URL");
        return null;
    }
}
