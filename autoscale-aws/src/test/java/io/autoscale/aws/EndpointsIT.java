// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.FakeImds;
import io.autoscale.aws.emulator.FakeSts;
import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.emulator.Request;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Tests which hosts are called when the endpoints of STS and of the services are overridden. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class EndpointsIT {

    private static final String IMDS = "aws.ec2MetadataServiceEndpoint";
    private static final PodIdentity READER = PodIdentity.aws().assuming(Roles.READER);

    private final FakeImds imds = FakeImds.start();
    private final FakeSts sts = FakeSts.start().principal("AKIDCONTROLLER", Roles.CONTROLLER);
    private final FaultyServer queues = FaultyServer.start()
            .always(Reply.json(
                    200,
                    "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\","
                            + "\"ApproximateNumberOfMessagesNotVisible\":\"1\"}}"));
    private final FaultyServer streams = FaultyServer.start()
            .always(Reply.cbor(200, Map.of("StreamDescriptionSummary", Map.of("OpenShardCount", 3))));
    private final HostTrap hosts = new HostTrap();
    private final AwsSourcesBuilder builder = AwsSources.builder()
            .httpClient(hosts)
            .ownIdentity(Roles.CONTROLLER_KEYS)
            .readSharing(Duration.ZERO);

    @BeforeEach
    void trapTheInstanceMetadata() {
        System.setProperty(IMDS, imds.endpoint().toString());
        sts.role(Roles.READER).trusts(Roles.CONTROLLER);
    }

    @AfterEach
    void close() {
        System.clearProperty(IMDS);
        hosts.close();
        streams.close();
        queues.close();
        sts.close();
        imds.close();
    }

    @Test
    void with_sts_and_services_mapped_no_other_host_is_contacted() {
        builder.endpoints(Endpoints.awsOnly()
                .with(AwsService.STS, sts.endpoint())
                .with(AwsService.SQS, queues.endpoint())
                .with(AwsService.KINESIS, streams.endpoint()));
        try (AwsSources sources = builder.build();
                ScalerSource queue = source(sources, queue().build());
                ScalerSource stream = source(sources, stream().build())) {
            assertThat(queue.sample().value()).isEqualTo(5);
            assertThat(stream.sample().value()).isEqualTo(3);
        }
        assertThat(hosts.contacted())
                .isEqualTo(Set.of(
                        sts.endpoint().getAuthority(),
                        queues.endpoint().getAuthority(),
                        streams.endpoint().getAuthority()));
        assertThat(imds.contacts()).isZero();
        assertThat(sts.operations()).containsExactly("AssumeRole");
        for (Request request :
                new Request[] {queues.requests().get(0), streams.requests().get(0)}) {
            assertThat(sts.principalOf(request.accessKeyId().orElseThrow()))
                    .as("it is signed with what STS gave")
                    .contains("arn:aws:sts::222222222222:assumed-role/reader/autoscale");
        }
    }

    @Test
    void without_a_map_sts_of_the_trigger_region_is_called() {
        try (AwsSources sources = builder.attempts(1).build();
                ScalerSource queue =
                        source(sources, queue().awsRegion("ap-south-1").build())) {
            Roles.failure(queue);
        }
        assertThat(hosts.contacted()).containsExactly("sts.ap-south-1.amazonaws.com");
    }

    @Test
    void a_trigger_endpoint_applies_to_its_service_only_and_not_to_sts() {
        builder.endpoints(Endpoints.awsOnly().allowingLoopback().with(AwsService.STS, sts.endpoint()));
        Trigger named = queue().awsEndpoint(queues.endpoint().toString()).build();
        try (AwsSources sources = builder.build();
                ScalerSource queue = source(sources, named)) {
            assertThat(queue.sample().value()).isEqualTo(5);
        }
        assertThat(hosts.contacted())
                .isEqualTo(
                        Set.of(sts.endpoint().getAuthority(), queues.endpoint().getAuthority()));
    }

    @Test
    void a_disallowed_trigger_endpoint_receives_no_request() {
        Trigger named = queue().awsEndpoint(queues.endpoint().toString()).build();
        try (AwsSources sources = builder.endpoints(Endpoints.awsOnly().with(AwsService.STS, sts.endpoint()))
                .build()) {
            assertThatThrownBy(() -> source(sources, named))
                    .hasMessageContaining("metadata.awsEndpoint: '" + queues.endpoint()
                            + "' is not valid, expected an https endpoint of SQS in eu-west-1 that AWS runs");
        }
        assertThat(hosts.contacted()).isEmpty();
        assertThat(queues.connections()).isZero();
    }

    @Test
    void a_queue_url_does_not_decide_where_requests_go() {
        Trigger elsewhere =
                queue().queueUrl("https://evil.example/123456789012/videos").build();
        builder.endpoints(
                Endpoints.awsOnly().with(AwsService.STS, sts.endpoint()).with(AwsService.SQS, queues.endpoint()));
        try (AwsSources sources = builder.build();
                ScalerSource queue = source(sources, elsewhere)) {
            assertThat(queue.sample().value()).isEqualTo(5);
        }
        assertThat(hosts.contacted()).doesNotContain("evil.example");
    }

    @Test
    void a_redirect_is_not_followed() {
        try (FaultyServer elsewhere = FaultyServer.start()) {
            for (int status : new int[] {301, 302, 307, 308}) {
                queues.then(Reply.json(status, "{}").with("Location", elsewhere.endpoint() + "/"));
            }
            builder.attempts(1)
                    .endpoints(Endpoints.awsOnly()
                            .with(AwsService.STS, sts.endpoint())
                            .with(AwsService.SQS, queues.endpoint()));
            try (AwsSources sources = builder.build();
                    ScalerSource queue = source(sources, queue().build())) {
                for (int i = 0; i < 4; i++) {
                    Failures.assertFails(queue, ScalerException.Kind.CONFIGURATION, "returned 30");
                }
            }
            assertThat(elsewhere.connections()).isZero();
        }
    }

    private static SqsQueueTrigger queue() {
        return SqsQueueTrigger.builder()
                .queueUrl("https://sqs.eu-west-1.amazonaws.com/123456789012/videos")
                .awsRegion("eu-west-1");
    }

    private static KinesisStreamTrigger stream() {
        return KinesisStreamTrigger.builder().streamName("orders").awsRegion("eu-west-1");
    }

    private static ScalerSource source(AwsSources sources, Trigger trigger) {
        return TestSources.factory(sources, trigger.type())
                .create(TestSources.context(trigger, new Authentication(AuthParameters.none(), READER), Map.of()));
    }
}
