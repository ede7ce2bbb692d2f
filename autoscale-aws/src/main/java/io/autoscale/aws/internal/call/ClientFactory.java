// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.AwsService;
import java.net.URI;
import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.AttributeMap;

/** Makes the SDK's service clients, which share one HTTP client and one timer. Safe from any thread. */
public final class ClientFactory implements AutoCloseable {

    private final AwsSettings settings;
    private final SdkHttpClient http;
    private final ScheduledThreadPoolExecutor timer;

    public ClientFactory(AwsSettings settings) {
        this.settings = settings;
        this.http = settings.httpClient() == null ? newHttp(settings) : settings.httpClient();
        // the SDK would start five threads for each client
        this.timer = new ScheduledThreadPoolExecutor(2, Workers.named("autoscale-aws-timeouts"));
        timer.setRemoveOnCancelPolicy(true);
        // There is always a task that is due before any time-out. Else each call's time-out, on its own in the queue,
        // would wake a thread of the timer: up to a quarter of the CPU that a call costs.
        long pulse = Math.max(1, settings.attemptTimeout().toMillis() / 2);
        var unused = timer.scheduleWithFixedDelay(() -> {}, pulse, pulse, TimeUnit.MILLISECONDS);
    }

    /** Makes a client, which the caller closes. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C make(
            B builder, AwsService service, AwsLocation location, AwsCredentialsProvider credentials) {
        @Nullable
        URI endpoint =
                location.endpoint() == null ? settings.endpoints().of(service).orElse(null) : location.endpoint();
        builder.httpClient(http)
                .region(Region.of(location.region().name()))
                .credentialsProvider(credentials)
                // the SDK rejects these flags together with an explicit endpoint
                .fipsEnabled(endpoint == null && location.fips())
                .dualstackEnabled(endpoint == null && location.dualStack())
                .overrideConfiguration(override -> override.apiCallTimeout(settings.callTimeout())
                        .apiCallAttemptTimeout(settings.attemptTimeout())
                        .scheduledExecutorService(timer)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(settings.attempts())
                                .build()));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    /** Ends the timer, and closes the HTTP client unless it was given. */
    @Override
    public void close() {
        timer.shutdownNow();
        if (settings.httpClient() == null) {
            http.close();
        }
    }

    private static SdkHttpClient newHttp(AwsSettings settings) {
        return httpService(SdkHttpService.class.getClassLoader())
                .createHttpClientBuilder()
                .buildWithDefaults(AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.MAX_CONNECTIONS, settings.connections())
                        .put(SdkHttpConfigurationOption.CONNECTION_TIMEOUT, settings.attemptTimeout())
                        .put(SdkHttpConfigurationOption.CONNECTION_ACQUIRE_TIMEOUT, settings.callTimeout())
                        .put(SdkHttpConfigurationOption.READ_TIMEOUT, settings.attemptTimeout())
                        .build());
    }

    /** Apache 5 where it is on the class path, else whatever client of the SDK is. */
    static SdkHttpService httpService(ClassLoader classPath) {
        return ServiceLoader.load(SdkHttpService.class, classPath).stream()
                .min(Comparator.comparing(service -> !service.type().getName().contains(".apache5.")))
                .orElseThrow(() -> new IllegalStateException(
                        "the class path has no HTTP client of the AWS SDK, expected one, such as"
                                + " software.amazon.awssdk:apache5-client"))
                .get();
    }
}
