// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.aws.AwsSources;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The compared ways to read the three attributes of a queue: HTTP clients, with and without this
 * library.
 */
final class AwsPollers implements AutoCloseable {

    /** The HTTP client of this library. */
    static final String OURS = "apache5";

    /** Example keys that belong to no account. */
    static final StaticCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret"));

    // for our sources and for the bounded calls alike
    private static final int ATTEMPTS = 2;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);
    private static final int CONNECTIONS = 64;

    private final URI endpoint;
    private final int queues;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2);
    private final List<Poller> all = new ArrayList<>();
    private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();

    /** The code around the HTTP client. */
    enum Way {
        /** The SDK as it is. */
        BARE("bare"),
        /** The SDK with the time-outs and the number of attempts of this library. */
        BOUNDED("bare, bounded"),
        /** The source of this library, without sharing of reads. */
        OURS("ours");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * A way to read a queue.
     *
     * @param poll reads the queue with a number
     */
    record Poller(String client, Way way, IntConsumer poll) {}

    AwsPollers(URI endpoint, int queues) {
        this.endpoint = endpoint;
        this.queues = queues;
        timer.setRemoveOnCancelPolicy(true);
        add(OURS, Apache5HttpClient.builder().maxConnections(CONNECTIONS).build());
        add("url-connection", UrlConnectionHttpClient.create());
        add("crt", AwsCrtHttpClient.builder().maxConcurrency(CONNECTIONS).build());
        addAsync(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS).build());
    }

    List<Poller> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        timer.shutdownNow();
    }

    private void add(String name, SdkHttpClient http) {
        open.push(http);
        all.add(new Poller(name, Way.BARE, ask(client(http).build())));
        SqsClient bounded = client(http)
                .overrideConfiguration(override -> override.apiCallTimeout(CALL_TIMEOUT)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .scheduledExecutorService(timer)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()))
                .build();
        all.add(new Poller(name, Way.BOUNDED, ask(bounded)));
        AwsSources sources = AwsCallCount.sources(endpoint)
                .attempts(ATTEMPTS)
                .attemptTimeout(ATTEMPT_TIMEOUT)
                .callTimeout(CALL_TIMEOUT)
                .httpClient(http)
                .readSharing(Duration.ZERO)
                .build();
        open.push(sources::close);
        ScalerSourceFactory factory = sources.factories().stream()
                .filter(one -> one.triggerType().equals(SqsQueueTrigger.TYPE))
                .findFirst()
                .orElseThrow();
        List<ScalerSource> made = IntStream.range(0, queues)
                .mapToObj(number -> factory.create(new SourceContext(
                        AwsTriggers.queue(number),
                        0,
                        AwsTriggers.OWN,
                        EnvironmentLookup.none(),
                        InstantSource.system())))
                .toList();
        all.add(new Poller(name, Way.OURS, number -> made.get(number).sample()));
    }

    private void addAsync(SdkAsyncHttpClient http) {
        open.push(http);
        SqsAsyncClient client = SqsAsyncClient.builder()
                .httpClient(http)
                .region(Region.of(AwsTriggers.REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(KEYS)
                .build();
        open.push(client);
        all.add(new Poller(
                "netty, asynchronous",
                Way.BARE,
                number -> client.getQueueAttributes(request -> three(request, number))
                        .join()
                        .attributes()));
    }

    private SqsClientBuilder client(SdkHttpClient http) {
        return SqsClient.builder()
                .httpClient(http)
                .region(Region.of(AwsTriggers.REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(KEYS);
    }

    private IntConsumer ask(SqsClient client) {
        open.push(client);
        return number ->
                client.getQueueAttributes(request -> three(request, number)).attributes();
    }

    static void three(GetQueueAttributesRequest.Builder request, int number) {
        request.queueUrl(AwsTriggers.queueUrl(number))
                .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
    }
}
