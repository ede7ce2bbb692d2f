// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.CloudWatchMetric;
import io.autoscale.aws.emulator.FakeCloudWatch;
import io.autoscale.aws.emulator.FakeSts;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.List;

/**
 * A fake CloudWatch that accepts only keys issued by its fake STS, and sources that read it with
 * various identities.
 */
final class Roles implements AutoCloseable {

    static final String CONTROLLER = "arn:aws:iam::111111111111:role/controller";
    static final String READER = "arn:aws:iam::222222222222:role/reader";
    static final String LAST = "arn:aws:iam::333333333333:role/last";
    static final AwsIdentity CONTROLLER_KEYS =
            new AwsIdentity.StaticKeys("AKIDCONTROLLER", Secret.of(TestSources.SECRET), null);

    final ManualTime time = new ManualTime();
    final FakeSts sts = FakeSts.start(time).principal("AKIDCONTROLLER", CONTROLLER);
    final FakeCloudWatch cloudWatch = FakeCloudWatch.start(time).authenticatedBy(sts);
    final AwsSourcesBuilder builder = AwsSources.builder()
            .clock(time)
            .endpoints(Endpoints.awsOnly()
                    .allowingLoopback()
                    .with(AwsService.STS, sts.endpoint())
                    .with(AwsService.CLOUDWATCH, cloudWatch.endpoint()));
    private AwsSources sources;

    Roles() {
        putDatapoint();
    }

    Roles ownKeys() {
        builder.ownIdentity(CONTROLLER_KEYS);
        return this;
    }

    AwsSources sources() {
        if (sources == null) {
            sources = builder.build();
        }
        return sources;
    }

    /** A source that reads a metric which changes every minute. */
    ScalerSource source(PodIdentity identity) {
        return source(identity, 0);
    }

    /** A source with a time window that is unique per number, so that its calls are not shared. */
    ScalerSource source(PodIdentity identity, int number) {
        Trigger trigger = trigger(number).build();
        return TestSources.factory(sources(), trigger.type())
                .create(new SourceContext(
                        trigger,
                        0,
                        new Authentication(AuthParameters.none(), identity),
                        EnvironmentLookup.none(),
                        time));
    }

    /** A trigger on the metric; each number has its own time window. */
    static CloudWatchTrigger trigger(int number) {
        return CloudWatchTrigger.builder()
                .metric("Shop", "Orders")
                .metricStatPeriod(Duration.ofMinutes(1))
                .metricCollectionTime(Duration.ofMinutes(60L + number))
                .targetMetricValue(1)
                .awsRegion("eu-west-1");
    }

    /** A datapoint of a minute ago. */
    void putDatapoint() {
        cloudWatch.put(CloudWatchMetric.of("Shop", "Orders"), time.instant().minusSeconds(60), 7);
    }

    void pass(Duration duration) {
        time.advance(duration);
        putDatapoint();
    }

    long count(String operation) {
        return sts.operations().stream().filter(operation::equals).count();
    }

    static ScalerException failure(ScalerSource source) {
        try {
            source.sample();
        } catch (ScalerException e) {
            return e;
        }
        throw new AssertionError("the sample did not fail");
    }

    /** The distinct principals that signed calls to CloudWatch. */
    List<String> signers() {
        return cloudWatch.calls().stream()
                .map(call -> sts.principalOf(call.accessKeyId().orElse("")).orElse("?"))
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        if (sources != null) {
            sources.close();
        }
        cloudWatch.close();
        sts.close();
    }
}
