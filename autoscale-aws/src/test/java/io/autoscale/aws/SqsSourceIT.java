// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.sqs.SqsQueueTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.contract.ScalerSourceContract;
import io.autoscale.trigger.Trigger;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The SQS source against a real server: the endpoint given by the environment, else one in this JVM. */
class SqsSourceIT implements ScalerSourceContract {

    private static SQSRestServer embedded;
    private static URI endpoint;
    private static SqsClient sqs;

    private AwsSources sources;
    private String queueName;
    private String queueUrl;

    @BeforeAll
    static void startServer() {
        String given = System.getenv("AUTOSCALE_TEST_SQS_ENDPOINT");
        if (given == null) {
            embedded = SQSRestServerBuilder.withInterface("127.0.0.1")
                    .withDynamicPort()
                    .start();
            endpoint = URI.create("http://127.0.0.1:"
                    + embedded.waitUntilStarted().localAddress().getPort());
        } else {
            endpoint = URI.create(given);
        }
        sqs = SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .httpClientBuilder(Apache5HttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", TestSources.SECRET)))
                .build();
    }

    @AfterAll
    static void stopServer() {
        sqs.close();
        if (embedded != null) {
            embedded.stopAndWait();
        }
    }

    @BeforeEach
    void makeQueue() {
        sources = TestSources.sources().build();
        queueName = "videos-" + UUID.randomUUID();
        queueUrl = sqs.createQueue(request -> request.queueName(queueName)).queueUrl();
    }

    @AfterEach
    void deleteQueue() {
        sqs.deleteQueue(request -> request.queueUrl(queueUrl));
        sources.close();
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
    void visible_and_in_flight_messages_count_unless_told_otherwise() {
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
    void the_parts_of_the_backlog_are_handed_on_apart() {
        send(5, 0);
        receive(2);
        try (ScalerSource source = TestSources.source(
                sources, trigger(queueUrl).scaleOnDelayed(true).build())) {
            MetricSample sample = source.sample();
            assertThat(sample.parts())
                    .containsEntry("visible", 3.0)
                    .containsEntry("inFlight", 2.0)
                    .containsEntry("delayed", 0.0);
        }
    }

    @Test
    void an_empty_queue_is_zero() {
        assertThat(sample(trigger(queueUrl))).isZero();
    }

    @Test
    void a_bare_queue_name_is_resolved() {
        send(2, 0);
        assertThat(sample(trigger(queueName))).isEqualTo(2);
    }

    @Test
    void a_missing_queue_is_not_found_and_named() {
        String missing = queueUrl.replace(queueName, "no-such-queue");
        for (String queue : new String[] {"no-such-queue", missing}) {
            try (ScalerSource source =
                    TestSources.source(sources, trigger(queue).build())) {
                assertThatThrownBy(source::sample).isInstanceOfSatisfying(ScalerException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ScalerException.Kind.NOT_FOUND);
                    assertThat(e).hasMessageContaining("no-such-queue").hasMessageContaining("eu-west-1");
                });
            }
        }
    }

    private double sample(SqsQueueTrigger.Builder trigger) {
        Trigger built = trigger.build();
        try (ScalerSource source = TestSources.source(sources, built)) {
            return source.sample().value();
        }
    }

    private static SqsQueueTrigger.Builder trigger(String queue) {
        return SqsQueueTrigger.builder()
                .queueUrl(queue)
                .queueLength(1)
                .awsRegion("eu-west-1")
                .awsEndpoint(endpoint.toString());
    }

    private void send(int messages, int delaySeconds) {
        for (int i = 0; i < messages; i++) {
            sqs.sendMessage(
                    request -> request.queueUrl(queueUrl).messageBody("video").delaySeconds(delaySeconds));
        }
    }

    private void receive(int messages) {
        for (int i = 0; i < messages; i++) {
            sqs.receiveMessage(
                    request -> request.queueUrl(queueUrl).maxNumberOfMessages(1).visibilityTimeout(600));
        }
    }
}
