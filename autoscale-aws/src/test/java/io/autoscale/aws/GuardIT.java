// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.Autoscaler;
import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts the calls that reach a server which rejects or throttles requests. */
class GuardIT {

    private static final Reply TWO = Reply.json(
            200,
            "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"2\",\"ApproximateNumberOfMessagesNotVisible\":\"0\"}}");

    private final ManualTime time = new ManualTime();
    private final FaultyServer server = FaultyServer.start();
    private final AwsSourcesBuilder builder = TestSources.sources()
            .clock(time)
            .attempts(1)
            .endpoints(Endpoints.awsOnly().allowingLoopback());

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied", "403, ExpiredToken", "400, ThrottlingException", "503, ServiceUnavailable"})
    void an_hour_of_denials_costs_at_most_70_calls_and_recovery_is_noticed_within_a_minute(int status, String code) {
        server.always(error(status, code));
        InMemoryJobs jobs = new InMemoryJobs(time);
        try (AwsSources sources = builder.ownIdentity(Roles.CONTROLLER_KEYS).build();
                Autoscaler autoscaler =
                        time.autoscaler().sources(sources.factories()).build()) {
            autoscaler.register(
                    ScaledJob.builder("orders")
                            .jobTemplate(JobTemplate.named("worker"))
                            .pollingInterval(Duration.ofSeconds(10))
                            .trigger(Trigger.builder(SqsQueueTrigger.TYPE)
                                    .metadata(trigger("orders").metadata())
                                    .metadata("identityOwner", "operator")
                                    .build())
                            .build(),
                    jobs);
            time.advance(Duration.ofHours(1));
            assertThat(server.requests()).hasSizeBetween(1, 70);
            assertThat(sources.sentCalls()).isEqualTo(Map.of("SQS GetQueueAttributes", (long)
                    server.requests().size()));
            assertThat(jobs.created()).isEmpty();

            server.always(TWO);
            time.advance(Duration.ofSeconds(70));
            assertThat(jobs.created()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"403, InvalidClientTokenId", "400, ThrottlingException", "503, ServiceUnavailable"})
    void the_failures_of_some_queues_hold_back_no_other_queue_of_the_same_identity(int status, String code) {
        server.always(request -> request.text().contains("bad") ? error(status, code) : TWO);
        List<ScalerSource> bad = new ArrayList<>();
        try (AwsSources sources = builder.build();
                ScalerSource good = source(sources, "good", "AKIDONE")) {
            for (int i = 0; i < 30; i++) {
                bad.add(source(sources, "bad-" + i, "AKIDONE"));
            }
            bad.forEach(source -> assertThatThrownBy(source::sample).isInstanceOf(ScalerException.class));
            assertThat(good.sample().value()).isEqualTo(2);
            assertThat(server.requests()).hasSize(31);
            bad.forEach(ScalerSource::close);
        }
    }

    @Test
    void sources_of_all_identities_share_one_rate() {
        server.always(TWO);
        builder.callRates(new CallRates(Map.of(AwsService.SQS, 3), Duration.ZERO));
        int held = 0;
        try (AwsSources sources = builder.build()) {
            for (int i = 0; i < 20; i++) {
                try (ScalerSource source = source(sources, "queue-" + i, "AKID" + i)) {
                    source.sample();
                } catch (ScalerException e) {
                    assertThat(e.kind()).isEqualTo(Kind.NOT_SENT);
                    assertThat(e)
                            .hasMessageStartingWith("SQS GetQueueAttributes of queue-" + i + " in eu-west-1")
                            .hasMessageEndingWith("exceed the rate limit of 3 calls a second");
                    held++;
                }
            }
        }
        assertThat(held).isPositive();
        assertThat(server.requests()).hasSize(20 - held);
    }

    private ScalerSource source(AwsSources sources, String queue, String accessKeyId) {
        Authentication keys = new Authentication(
                AuthParameters.of(Map.of("awsAccessKeyID", accessKeyId, "awsSecretAccessKey", TestSources.SECRET)),
                PodIdentity.none());
        return TestSources.factory(sources, SqsQueueTrigger.TYPE)
                .create(TestSources.context(trigger(queue), keys, Map.of()));
    }

    private Trigger trigger(String queue) {
        return SqsQueueTrigger.builder()
                .queueUrl("https://sqs.eu-west-1.amazonaws.com/123456789012/" + queue)
                .queueLength(1)
                .awsRegion("eu-west-1")
                .awsEndpoint(server.endpoint().toString())
                .build();
    }

    private static Reply error(int status, String code) {
        return Reply.json(status, "{\"__type\":\"" + code + "\"}");
    }
}
