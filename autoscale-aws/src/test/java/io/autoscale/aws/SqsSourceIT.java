// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.emulator.AwsEmulatedService;
import io.autoscale.aws.emulator.Emulator;
import io.autoscale.aws.emulator.EmulatorsOf;
import io.autoscale.aws.emulator.TestClients;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.contract.ScalerSourceContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Tests the SQS source with each available emulator. */
@ParameterizedClass
@EmulatorsOf(AwsEmulatedService.SQS)
class SqsSourceIT implements ScalerSourceContract {

    private final Emulator emulator;
    private final String queueName = "videos-" + UUID.randomUUID();
    private SqsClient sqs;
    private AwsSources sources;
    private String queueUrl;

    SqsSourceIT(Emulator emulator) {
        this.emulator = emulator;
    }

    @BeforeEach
    void makeQueue() {
        sqs = SqsClient.builder().applyMutation(TestClients.at(emulator)).build();
        queueUrl = sqs.createQueue(request -> request.queueName(queueName)).queueUrl();
        sources = TestSources.sources().build();
    }

    @AfterEach
    void deleteQueue() {
        sources.close();
        sqs.deleteQueue(request -> request.queueUrl(queueUrl));
        sqs.close();
    }

    @Override
    public ScalerSource workingSource() {
        send(3, 0);
        return TestSources.source(sources, trigger(queueUrl).build());
    }

    @Override
    public ScalerSource brokenSource() {
        return TestSources.source(sources, trigger("no-such-queue").build());
    }

    @Override
    public Instant now() {
        return InstantSource.system().instant();
    }

    @Test
    void visible_and_in_flight_messages_count_by_default() {
        send(7, 0);
        receive(3);
        send(2, 600);
        assertThat(sample(trigger(queueUrl))).isEqualTo(7);
        assertThat(sample(trigger(queueUrl).scaleOnInFlight(false))).isEqualTo(4);
        assertThat(sample(trigger(queueUrl).scaleOnDelayed(true))).isEqualTo(9);
        assertThat(sample(trigger(queueUrl).scaleOnInFlight(false).scaleOnDelayed(true)))
                .isEqualTo(6);
    }

    @Test
    void the_parts_of_the_backlog_are_reported_separately() {
        send(5, 0);
        receive(2);
        send(1, 600);
        try (ScalerSource source = TestSources.source(sources, trigger(queueUrl).build())) {
            assertThat(source.sample().parts())
                    .containsOnly(entry("visible", 3.0), entry("inFlight", 2.0), entry("delayed", 1.0));
        }
    }

    @Test
    void a_deleted_message_does_not_count_and_a_returned_one_does() {
        send(3, 0);
        List<Message> held = receive(2);
        sqs.deleteMessage(
                request -> request.queueUrl(queueUrl).receiptHandle(held.get(0).receiptHandle()));
        sqs.changeMessageVisibility(request -> request.queueUrl(queueUrl)
                .receiptHandle(held.get(1).receiptHandle())
                .visibilityTimeout(0));
        try (ScalerSource source = TestSources.source(sources, trigger(queueUrl).build())) {
            await().untilAsserted(() -> assertThat(source.sample().parts())
                    .containsOnly(entry("visible", 2.0), entry("inFlight", 0.0), entry("delayed", 0.0)));
        }
    }

    @Test
    void an_empty_queue_is_zero() {
        assertThat(sample(trigger(queueUrl))).isZero();
    }

    @Test
    void a_fifo_queue_is_read_by_its_url_and_by_its_name() {
        String fifoName = queueName + ".fifo";
        String fifoUrl = sqs.createQueue(request -> request.queueName(fifoName)
                        .attributes(Map.of(
                                QueueAttributeName.FIFO_QUEUE, "true",
                                QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true")))
                .queueUrl();
        for (int i = 0; i < 3; i++) {
            String body = "video-" + i;
            sqs.sendMessage(
                    request -> request.queueUrl(fifoUrl).messageBody(body).messageGroupId(body));
        }
        sqs.receiveMessage(
                request -> request.queueUrl(fifoUrl).maxNumberOfMessages(1).visibilityTimeout(600));
        for (String queue : List.of(fifoUrl, fifoName)) {
            try (ScalerSource source =
                    TestSources.source(sources, trigger(queue).build())) {
                assertThat(source.sample().parts())
                        .containsOnly(entry("visible", 2.0), entry("inFlight", 1.0), entry("delayed", 0.0));
                assertThat(source.metric().name()).isEqualTo("s0-aws-sqs-" + queueName + "-fifo");
            }
        }
        sqs.deleteQueue(request -> request.queueUrl(fifoUrl));
    }

    @Test
    void a_bare_queue_name_is_resolved_once() {
        send(2, 0);
        try (ScalerSource source =
                TestSources.source(sources, trigger(queueName).build())) {
            for (int round = 0; round < 3; round++) {
                assertThat(source.sample().value()).isEqualTo(2);
            }
        }
        assertThat(sources.sentCalls()).isEqualTo(Map.of("SQS GetQueueUrl", 1L, "SQS GetQueueAttributes", 3L));
    }

    @Test
    void a_recreated_queue_is_found_by_its_name() {
        try (ScalerSource source =
                TestSources.source(sources, trigger(queueName).build())) {
            assertThat(source.sample().value()).isZero();
            sqs.deleteQueue(request -> request.queueUrl(queueUrl));
            assertThat(Roles.failure(source).kind()).isEqualTo(ScalerException.Kind.NOT_FOUND);
            sqs.createQueue(request -> request.queueName(queueName));
            send(2, 0);
            assertThat(source.sample().value()).isEqualTo(2);
        }
    }

    @Test
    void a_missing_queue_is_not_found_and_named() {
        for (String queue : List.of("no-such-queue", queueUrl.replace(queueName, "no-such-queue"))) {
            try (ScalerSource source =
                    TestSources.source(sources, trigger(queue).build())) {
                Failures.assertFails(source, ScalerException.Kind.NOT_FOUND, "no-such-queue", "eu-west-1");
            }
        }
    }

    @Test
    void several_triggers_on_one_queue_cost_one_call_a_round_whatever_each_counts() {
        send(3, 0);
        receive(1);
        ManualTime time = new ManualTime();
        try (AwsSources sharing = sharing(time)) {
            List<ScalerSource> several = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                several.add(TestSources.source(
                        sharing, trigger(queueUrl).scaleOnInFlight(i % 2 == 0).build()));
            }
            for (int round = 1; round <= 2; round++) {
                assertThat(several.stream().map(source -> source.sample().value()))
                        .containsExactly(3.0, 2.0, 3.0, 2.0, 3.0, 2.0);
                assertThat(sharing.sentCalls()).isEqualTo(Map.of("SQS GetQueueAttributes", (long) round));
                time.advance(Duration.ofSeconds(30));
            }
            several.forEach(ScalerSource::close);
            assertThat(sharing.clients().openClients()).isZero();
        }
    }

    @Test
    void another_identity_does_not_share_the_read() {
        Authentication other = new Authentication(
                AuthParameters.of(Map.of("awsAccessKeyID", "AKIDOTHER", "awsSecretAccessKey", TestSources.SECRET)),
                PodIdentity.none());
        try (AwsSources sharing = sharing(new ManualTime());
                ScalerSource one = TestSources.source(sharing, trigger(queueUrl).build());
                ScalerSource two = TestSources.factory(sharing, SqsQueueTrigger.TYPE)
                        .create(TestSources.context(trigger(queueUrl).build(), other, Map.of()))) {
            assertThat(one.sample().value()).isZero();
            assertThat(two.sample().value()).isZero();
            assertThat(sharing.sentCalls()).isEqualTo(Map.of("SQS GetQueueAttributes", 2L));
            assertThat(sharing.clients().openClients()).isEqualTo(2);
        }
    }

    private static AwsSources sharing(ManualTime time) {
        return TestSources.sources()
                .clock(time)
                .readSharing(Duration.ofSeconds(1))
                .build();
    }

    private double sample(SqsQueueTrigger trigger) {
        try (ScalerSource source = TestSources.source(sources, trigger.build())) {
            return source.sample().value();
        }
    }

    private SqsQueueTrigger trigger(String queue) {
        return SqsQueueTrigger.builder()
                .queueUrl(queue)
                .queueLength(1)
                .awsRegion("eu-west-1")
                .awsEndpoint(emulator.endpoint().toString());
    }

    private void send(int messages, int delaySeconds) {
        for (int i = 0; i < messages; i++) {
            sqs.sendMessage(
                    request -> request.queueUrl(queueUrl).messageBody("video").delaySeconds(delaySeconds));
        }
    }

    private List<Message> receive(int messages) {
        List<Message> received = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            received.addAll(sqs.receiveMessage(request ->
                            request.queueUrl(queueUrl).maxNumberOfMessages(1).visibilityTimeout(600))
                    .messages());
        }
        return received;
    }
}
