// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.FakeCloudWatch;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;

/** A fake CloudWatch and sources that share a manual clock, which starts at noon. */
final class CloudWatchWorld implements AutoCloseable {

    final ManualTime time = new ManualTime();
    final Instant start = time.instant();
    final FakeCloudWatch cloudWatch = FakeCloudWatch.start(time);
    final AwsSources sources;

    CloudWatchWorld() {
        this(AwsSources.builder());
    }

    CloudWatchWorld(AwsSourcesBuilder builder) {
        this.sources = builder.clock(time)
                .endpoints(Endpoints.awsOnly().allowingLoopback().with(AwsService.CLOUDWATCH, cloudWatch.endpoint()))
                .build();
    }

    /** A metric of one minute's datapoints. */
    static CloudWatchTrigger depth() {
        return metric("Depth");
    }

    static CloudWatchTrigger metric(String name) {
        return CloudWatchTrigger.builder()
                .metric("Shop", name)
                .metricStatPeriod(Duration.ofMinutes(1))
                .targetMetricValue(1)
                .awsRegion("eu-west-1");
    }

    ScalerSource source(CloudWatchTrigger builder) {
        Trigger trigger = builder.build();
        return TestSources.factory(sources, trigger.type())
                .create(new SourceContext(trigger, 0, TestSources.keys(), EnvironmentLookup.none(), time));
    }

    Instant minutesAgo(int minutes) {
        return time.instant().minus(Duration.ofMinutes(minutes));
    }

    @Override
    public void close() {
        sources.close();
        cloudWatch.close();
    }
}
