// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.doctor.Finding.Status;
import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.trigger.Trigger;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the doctor checks of settings, region, endpoint and the read. */
class AwsDoctorReadIT extends DoctorFixture {

    @Test
    void an_unknown_region_gets_a_warning_with_the_nearest_known_one() {
        world.ownKeys();
        Finding region = step(examine(Roles.trigger(0).awsRegion("eu-wst-1").build(), ofPod()), "region");
        assertThat(region.status()).isEqualTo(Status.WARNING);
        assertThat(region.message())
                .isEqualTo("eu-wst-1 in partition aws is not a region that is known here; did you mean eu-west-1?");

        Diagnosis nonsense = examine(Roles.trigger(0).awsRegion("EU West").build(), ofPod());
        assertThat(steps(nonsense, Status.FAILED)).containsExactly("region");
        assertThat(step(nonsense, "region").message()).contains("'EU West' is not valid, expected a region");
        assertThat(step(nonsense, "read").status()).isEqualTo(Status.SKIPPED);
    }

    @Test
    void a_china_role_in_a_europe_region_is_rejected_before_any_call() {
        world.ownKeys();
        Diagnosis diagnosis = examine(PodIdentity.aws().assuming("arn:aws-cn:iam::222222222222:role/reader"));
        assertThat(step(diagnosis, "identity").status()).isEqualTo(Status.FAILED);
        assertThat(step(diagnosis, "identity").message())
                .contains("expected a role of partition aws, the partition of region eu-west-1");
        assertThat(world.sts.calls()).isEmpty();
    }

    @Test
    void keys_of_another_partition_are_named() {
        world.ownKeys();
        Diagnosis diagnosis = examine(Roles.trigger(0).awsRegion("cn-north-1").build(), ofPod());
        assertThat(step(diagnosis, "caller").message())
                .contains(Roles.CONTROLLER + ", which is not in partition aws-cn of region cn-north-1");
    }

    @Test
    void an_endpoint_that_is_not_allowed_is_named_and_nothing_is_sent() {
        world.ownKeys();
        Diagnosis diagnosis = examine(
                Roles.trigger(0).awsEndpoint("https://collector.example.com").build(), ofPod());
        assertThat(steps(diagnosis, Status.FAILED)).containsExactly("endpoint");
        assertThat(step(diagnosis, "endpoint").message())
                .contains("collector.example.com", "as requests to it are signed");
        assertThat(world.sts.calls()).isEmpty();
        assertThat(world.cloudWatch.calls()).isEmpty();
    }

    @Test
    void an_unreachable_endpoint_is_reported_and_the_read_is_skipped() {
        TestSources.impatient(world.ownKeys().builder);
        URI nobody;
        try (FaultyServer server = FaultyServer.start()) {
            nobody = server.endpoint();
        }
        Diagnosis refused =
                examine(Roles.trigger(0).awsEndpoint(nobody.toString()).build(), ofPod());
        assertThat(steps(refused, Status.FAILED)).containsExactly("endpoint");
        assertThat(step(refused, "endpoint").message()).contains(nobody + " cannot be reached", "Connect");
        assertThat(step(refused, "endpoint").fix()).contains("network policies");
        assertThat(step(refused, "read").status()).isEqualTo(Status.SKIPPED);
    }

    @Test
    void a_host_that_does_not_exist_is_named() {
        URI nowhere = URI.create("http://cloudwatch.invalid");
        TestSources.impatient(world.ownKeys().builder)
                .endpoints(Endpoints.awsOnly().allowing(nowhere).with(AwsService.STS, world.sts.endpoint()));
        Diagnosis diagnosis =
                examine(Roles.trigger(0).awsEndpoint(nowhere.toString()).build(), ofPod());
        assertThat(steps(diagnosis, Status.FAILED)).containsExactly("endpoint");
        assertThat(step(diagnosis, "endpoint").fix()).contains("no such host: correct awsRegion or awsEndpoint");
    }

    @Test
    void an_sts_that_cannot_be_reached_or_hangs_is_a_finding_in_bounded_time() {
        TestSources.impatient(world.ownKeys().builder);
        CountDownLatch release = new CountDownLatch(1);
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER).hangsUntil(release);
        Diagnosis hanging = examine(PodIdentity.aws().assuming(Roles.READER));
        release.countDown();
        assertThat(step(hanging, "hop 1").message()).contains("timed out");
        assertThat(step(hanging, "hop 1").fix()).contains("reach STS in eu-west-1");

        URI nobody;
        try (FaultyServer server = FaultyServer.start()) {
            nobody = server.endpoint();
        }
        try (AwsSources alone = TestSources.impatient(AwsSources.builder())
                .ownIdentity(Roles.CONTROLLER_KEYS)
                .endpoints(Endpoints.awsOnly().with(AwsService.STS, nobody))
                .build()) {
            Diagnosis cutOff = alone.doctor().examine(Roles.trigger(0).build(), ofPod());
            assertThat(step(cutOff, "caller").message()).contains("STS GetCallerIdentity", "failed: ");
            assertThat(step(cutOff, "caller").fix()).contains("reach STS in eu-west-1");
        }
    }

    @Test
    void a_missing_permission_is_reported_with_its_action() {
        world.ownKeys().builder.attempts(1);
        world.cloudWatch.failNextCall(403, "AccessDenied", "User " + TestSources.SECRET + " is not authorized");
        Diagnosis diagnosis = examine(PodIdentity.aws());
        assertThat(steps(diagnosis, Status.FAILED)).containsExactly("read");
        assertThat(step(diagnosis, "read").fix()).startsWith("allow cloudwatch:GetMetricData in the policy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        aws-sqs-queue | queueURL=http://127.0.0.1:1/111111111111/videos | sqs:GetQueueAttributes
        aws-sqs-queue | queueURL=videos | sqs:GetQueueUrl
        aws-dynamodb | tableName=orders keyConditionExpression=id=:id expressionAttributeValues={":id":{"S":"1"}} targetValue=1 | dynamodb:Query
        aws-kinesis-stream | streamName=clicks | kinesis:DescribeStreamSummary
        """)
    void a_missing_permission_of_any_service_is_reported_with_its_action(String type, String metadata, String action) {
        world.ownKeys().builder.attempts(1);
        try (FaultyServer server = FaultyServer.start()) {
            server.always(Reply.of(
                            400,
                            "application/x-amz-json-1.1",
                            "{\"__type\":\"AccessDeniedException\",\"message\":\"planted\"}")
                    .with("x-amzn-ErrorType", "AccessDeniedException"));
            Trigger.Builder trigger = Trigger.builder(type)
                    .metadata("awsRegion", "eu-west-1")
                    .metadata("awsEndpoint", server.endpoint().toString());
            for (String pair : metadata.split(" ", -1)) {
                trigger.metadata(pair.split("=", 2)[0], pair.split("=", 2)[1]);
            }
            Finding read = step(examine(trigger.build(), ofPod()), "read");
            assertThat(read.status()).isEqualTo(Status.FAILED);
            assertThat(read.fix()).startsWith("allow " + action + " in the policy");
        }
    }

    @Test
    void other_read_failures_suggest_a_fix() {
        world.ownKeys().builder.attempts(1);
        Diagnosis nothing = examine(
                CloudWatchTrigger.builder()
                        .metric("Shop", "None")
                        .targetMetricValue(1)
                        .awsRegion("eu-west-1")
                        .build(),
                ofPod());
        assertThat(step(nothing, "endpoint").status()).isEqualTo(Status.OK);
        assertThat(step(nothing, "read").message()).contains("has no datapoint");
        world.cloudWatch.failNextCall(400, "Throttling", "Rate exceeded");
        assertThat(step(examine(PodIdentity.aws()), "read").fix()).contains("poll less often");
    }

    @Test
    void every_configuration_error_is_a_finding() {
        Diagnosis invalid = examine(
                Trigger.builder("aws-sqs-queue")
                        .metadata("queueLength", "many")
                        .metadata("awsRegion", "eu-west-1")
                        .build(),
                new Authentication(AuthParameters.of(Map.of("awsRoleArn", "planted-role")), PodIdentity.none()));
        assertThat(steps(invalid, Status.FAILED)).containsExactly("configuration", "configuration", "identity");
        Diagnosis unknown = examine(Trigger.builder("rabbitmq").build(), ofPod());
        assertThat(unknown.findings()).hasSize(1);
        assertThat(unknown.findings().get(0).fix()).contains("aws-cloudwatch", "aws-sqs-queue");
    }
}
