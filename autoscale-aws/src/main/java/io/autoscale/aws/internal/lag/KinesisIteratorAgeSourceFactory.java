// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.lag;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.identity.AwsRegion;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.cloudwatch.CloudWatchSourceFactory;
import io.autoscale.aws.internal.kinesis.KinesisSourceFactory;
import io.autoscale.aws.kinesis.KinesisStreamTrigger;
import io.autoscale.aws.lag.KinesisIteratorAgeTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes sources for triggers of type {@code aws-kinesis-iterator-age} out of CloudWatch metrics and the stream itself. */
public final class KinesisIteratorAgeSourceFactory implements ScalerSourceFactory {

    private static final String STREAM = "streamName";
    private static final String CONSUMER = "consumerName";
    private static final Set<String> OWN_KEYS =
            Set.of(STREAM, CONSUMER, AccountId.KEY, LagTarget.TARGET, LagTarget.ACTIVATION);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final String EXPECTED = "1 to 128 letters, digits and _.-";

    private final AwsClients clients;
    private final CloudWatchSourceFactory cloudWatch;
    private final KinesisSourceFactory kinesis;

    /**
     * A factory on top of two others.
     *
     * @param clients the clients of the others
     * @param cloudWatch reads the metrics; closed by its owner
     * @param kinesis counts open shards
     */
    public KinesisIteratorAgeSourceFactory(
            AwsClients clients, CloudWatchSourceFactory cloudWatch, KinesisSourceFactory kinesis) {
        this.clients = Objects.requireNonNull(clients, "clients");
        this.cloudWatch = Objects.requireNonNull(cloudWatch, "cloudWatch");
        this.kinesis = Objects.requireNonNull(kinesis, "kinesis");
    }

    @Override
    public String triggerType() {
        return KinesisIteratorAgeTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        TriggerMetadata metadata = context.metadata();
        String stream = metadata.requiredText(STREAM, "the name of a stream: " + EXPECTED);
        Optional<String> consumer = metadata.text(CONSUMER);
        checkName(metadata, STREAM, metadata.text(STREAM));
        checkName(metadata, CONSUMER, consumer);
        LagTarget target = LagTarget.read(metadata);
        String account = AccountId.read(metadata);
        AwsRegion region = clients.target(metadata, context, AwsService.CLOUDWATCH)
                .location()
                .region();
        metadata.validate();

        Derived derived = new Derived(context, OWN_KEYS);
        SourceContext age = consumer.map(name -> derived.metric(
                        account,
                        "AWS/Kinesis",
                        "SubscribeToShardEvent.MillisBehindLatest",
                        "Maximum",
                        "StreamName;ConsumerName",
                        stream + ";" + name))
                .orElseGet(() -> derived.metric(
                        account, "AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "Maximum", "StreamName", stream));
        SourceContext incoming = derived.metric(account, "AWS/Kinesis", "IncomingRecords", "Sum", "StreamName", stream);
        Trigger.Builder itself = derived.inherited(KinesisStreamTrigger.TYPE);
        if (account == null) {
            itself.metadata(STREAM, stream);
        } else {
            // the stream is where its metrics are; a bare name would be one of the caller's own account
            itself.metadata(
                    "streamArn",
                    "arn:" + region.partition() + ":kinesis:" + region.name() + ":" + account + ":stream/" + stream);
        }
        SourceContext shards = derived.with(itself);
        List<ScalerSource> made = Derived.makeAll(
                List.of(() -> cloudWatch.create(age), () -> cloudWatch.create(incoming), () -> kinesis.create(shards)));
        return new KinesisIteratorAgeSource(
                target.metric(context.index(), "aws-kinesis-age-" + stream),
                target.targetSeconds(),
                made.get(0),
                made.get(1),
                made.get(2));
    }

    private static void checkName(TriggerMetadata metadata, String key, Optional<String> name) {
        name.filter(text -> !NAME.matcher(text).matches()).ifPresent(text -> metadata.reject(key, text, EXPECTED));
    }
}
