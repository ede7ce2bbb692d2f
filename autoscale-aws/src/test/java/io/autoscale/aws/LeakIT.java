// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.FakeSts;
import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tests that sources leave no threads, sockets or state behind when they are closed. */
class LeakIT {

    private static final int CYCLES = 10_000;
    private static final String NEEDS_PROC = "open sockets are counted in /proc, which only Linux has";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final FakeSts sts = FakeSts.start().principal("AKIDCONTROLLER", Roles.CONTROLLER);
    private final FaultyServer server = FaultyServer.start()
            .always(Reply.json(
                    200,
                    "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"4\","
                            + "\"ApproximateNumberOfMessagesNotVisible\":\"1\"}}"));

    @AfterEach
    void close() {
        server.close();
        sts.close();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = NEEDS_PROC)
    void ten_thousand_created_and_closed_sources_leak_no_thread_client_credentials_or_socket() throws IOException {
        sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        try (AwsSources sources = sources()) {
            comeAndGo(sources, 0, 100);
            Set<String> threads = threads();
            long sockets = sockets();

            comeAndGo(sources, 100, CYCLES);

            assertThat(sources.clients().openClients()).isZero();
            assertThat(sources.clients().credentials().size()).isZero();
            assertThat(sources.sentCalls()).containsEntry("SQS GetQueueAttributes", CYCLES / 50L);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
            assertThat(sockets()).isLessThanOrEqualTo(sockets);
            assertThat(server.connections()).as("all share their connections").isLessThanOrEqualTo(2);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = NEEDS_PROC)
    void sources_with_failing_calls_leak_no_socket() throws IOException {
        server.always(Reply.reset());
        try (AwsSources sources = TestSources.sources().attempts(1).build()) {
            readAndFail(sources, 5);
            long sockets = sockets();
            readAndFail(sources, 200);
            await().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(sockets));
            assertThat(sources.clients().openClients()).isZero();
        }
    }

    @Test
    void closing_leaves_no_thread_behind_even_with_sources_in_use() {
        Set<String> before = threads();
        for (int i = 0; i < 3; i++) {
            AwsSources own = sources();
            ScalerSource left = TestSources.source(own, queue().build());
            left.sample();
            own.close();
            own.close();
            left.close();
            assertThat(own.clients().openClients()).isZero();
            assertThat(own.clients().credentials().size()).isZero();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(threads())
                        .isSubsetOf(before)
                        .noneMatch(name -> name.startsWith("autoscale-aws") || name.contains("idle-connection")));
    }

    @Test
    void a_read_after_closing_the_aws_sources_is_unavailable() {
        AwsSources own = sources();
        try (ScalerSource left = TestSources.source(own, queue().build())) {
            left.sample();
            own.close();
            Failures.assertFails(
                    left,
                    ScalerException.Kind.UNAVAILABLE,
                    "GetQueueAttributes of videos was canceled: the AWS sources are closed");
        }
    }

    @Test
    void a_supplied_http_client_is_not_closed() {
        try (HostTrap given = new HostTrap()) {
            for (int i = 0; i < 2; i++) {
                try (AwsSources own = AwsSources.builder()
                                .httpClient(given)
                                .endpoints(Endpoints.awsOnly().with(AwsService.SQS, server.endpoint()))
                                .build();
                        ScalerSource source = TestSources.source(own, queue().build())) {
                    assertThat(source.sample().value()).isEqualTo(5);
                }
            }
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    private void comeAndGo(AwsSources sources, int from, int to) {
        List<Trigger> triggers = List.of(
                queue().build(),
                KinesisStreamTrigger.builder()
                        .streamName("orders")
                        .awsRegion("eu-west-1")
                        .build(),
                CloudWatchTrigger.builder()
                        .metric("Shop", "Orders")
                        .targetMetricValue(1)
                        .awsRegion("eu-west-1")
                        .build());
        for (int i = from; i < to; i++) {
            // only queues are read, every fiftieth time
            boolean reads = i % 50 == 0;
            Trigger trigger = triggers.get(reads ? 0 : i % triggers.size());
            try (ScalerSource source = TestSources.factory(sources, trigger.type())
                    .create(TestSources.context(trigger, authentication(i), Map.of()))) {
                if (reads) {
                    assertThat(source.sample().value()).isEqualTo(5);
                }
            }
        }
    }

    /** Returns distinct keys, shared keys, or a role. */
    private static Authentication authentication(int i) {
        return switch (i % 4) {
            case 0 ->
                new Authentication(
                        AuthParameters.of(
                                Map.of("awsAccessKeyID", "AKID" + i, "awsSecretAccessKey", TestSources.SECRET)),
                        PodIdentity.none());
            case 1 -> TestSources.keys();
            default ->
                new Authentication(AuthParameters.none(), PodIdentity.aws().assuming(Roles.READER));
        };
    }

    private void readAndFail(AwsSources sources, int times) {
        for (int i = 0; i < times; i++) {
            Trigger trigger = queue().awsEndpoint(server.endpoint().toString()).build();
            try (ScalerSource source = TestSources.source(sources, trigger)) {
                assertThat(Roles.failure(source).kind()).isEqualTo(ScalerException.Kind.UNAVAILABLE);
            }
        }
    }

    private AwsSources sources() {
        return AwsSources.builder()
                .ownIdentity(Roles.CONTROLLER_KEYS)
                .readSharing(Duration.ZERO)
                .endpoints(Endpoints.awsOnly()
                        .with(AwsService.STS, sts.endpoint())
                        .with(AwsService.SQS, server.endpoint()))
                .build();
    }

    private static SqsQueueTrigger queue() {
        return SqsQueueTrigger.builder()
                .queueUrl("https://sqs.eu-west-1.amazonaws.com/123456789012/videos")
                .awsRegion("eu-west-1");
    }

    /** The threads of the code under test, and of what it uses, each by name and number. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                // one for each connection to the servers of the tests
                .filter(thread -> !thread.getName().startsWith("faulty-server"))
                .filter(thread -> !thread.getName().startsWith("fake-sts"))
                .map(thread -> thread.getName() + " " + id(thread))
                .collect(Collectors.toSet());
    }

    @SuppressWarnings("deprecation") // its successor came with Java 19
    private static long id(Thread thread) {
        return thread.getId();
    }

    private static long sockets() throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(LeakIT::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // closed meanwhile
            return false;
        }
    }
}
