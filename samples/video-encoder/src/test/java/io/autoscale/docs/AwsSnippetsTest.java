// SPDX-License-Identifier: Apache-2.0
package io.autoscale.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.trigger.Trigger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/aws.md}; each region is compared with it by {@link DocumentationTest}. */
class AwsSnippetsTest {

    @Test
    void sources_with_custom_settings() {
        // region: aws-sources
        AwsSources aws = AwsSources.builder()
                .attempts(2)
                .callTimeout(Duration.ofSeconds(8))
                .callRates(CallRates.DEFAULT.with(AwsService.CLOUDWATCH, 20))
                .build();
        // endregion
        try (aws) {
            assertThat(aws.factories()).isNotEmpty();
        }
    }

    @Test
    void triggers_on_ages() {
        // region: aws-ages
        Trigger lateVideos = CloudWatchTrigger.builder()
                .metric("AWS/SQS", "ApproximateAgeOfOldestMessage")
                .dimension("QueueName", "videos")
                .metricStat("Maximum")
                .metricStatPeriod(Duration.ofMinutes(1))
                .metricCollectionTime(Duration.ofMinutes(5))
                .targetMetricValue(300) // seconds of waiting for each job
                .valueWithoutDatapoint(0) // an idle queue has no age
                .awsRegion("eu-west-1")
                .build();
        Trigger lateOrders = CloudWatchTrigger.builder()
                .metric("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds")
                .dimension("StreamName", "orders")
                .metricStat("Maximum")
                .metricStatPeriod(Duration.ofMinutes(1))
                .metricCollectionTime(Duration.ofMinutes(5))
                .targetMetricValue(60_000) // milliseconds behind for each job
                .valueWithoutDatapoint(0) // nobody reads
                .awsRegion("eu-west-1")
                .build();
        Trigger newOrders = CloudWatchTrigger.builder()
                .metric("AWS/Kinesis", "IncomingRecords")
                .dimension("StreamName", "orders")
                .metricStat("Sum")
                .metricStatPeriod(Duration.ofMinutes(1))
                .metricCollectionTime(Duration.ofMinutes(5))
                .targetMetricValue(1_000_000_000) // one job, however many records come in
                .valueWithoutDatapoint(0)
                .awsRegion("eu-west-1")
                .build();
        // endregion
        assertThat(List.of(lateVideos, lateOrders, newOrders))
                .extracting(trigger -> trigger.metadata().get("metricName"))
                .containsExactly(
                        "ApproximateAgeOfOldestMessage", "GetRecords.IteratorAgeMilliseconds", "IncomingRecords");
    }

    @Test
    void a_chain_of_roles() {
        // region: aws-role-chain
        PodIdentity identity = PodIdentity.aws()
                .assuming("arn:aws:iam::123456789012:role/autoscale-hub")
                .assuming(RoleToAssume.of("arn:aws:iam::210987654321:role/queue-reader")
                        .withExternalId("tenant-7")
                        .withSessionName("prod-media-video-processor"));
        // endregion
        assertThat(identity.roles()).hasSize(2);
    }

    @Test
    void an_own_identity_by_name() {
        // region: aws-own-identity
        AwsSources aws = AwsSources.builder()
                .ownIdentity(new AwsIdentity.Profile("media"))
                .build();
        // endregion
        aws.close();
    }

    @Test
    void endpoints_that_the_program_allows() {
        // region: aws-endpoints
        AwsSources aws = AwsSources.builder()
                .endpoints(Endpoints.awsOnly()
                        .with(AwsService.STS, URI.create("https://vpce-0a1b2c3d-sts.eu-west-1.vpce.amazonaws.com"))
                        .allowing(URI.create("https://sqs.internal.example.com")))
                .build();
        // endregion
        aws.close();
    }
}
