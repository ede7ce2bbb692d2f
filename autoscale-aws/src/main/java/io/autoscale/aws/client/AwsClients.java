// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.client;

import io.autoscale.aws.identity.AwsIdentity;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * Shared clients: one HTTP client for all, one service client for each target, closed with its last user. Safe from
 * any thread.
 */
public final class AwsClients implements AutoCloseable {

    private final AwsClientSettings settings;
    private final SdkHttpClient http;
    private final Map<AwsTarget, Shared> sqs = new HashMap<>();
    private @Nullable DefaultCredentialsProvider defaultChain;
    private boolean closed;

    /**
     * Starts without a client.
     *
     * @param settings the bounds of calls
     */
    public AwsClients(AwsClientSettings settings) {
        this.settings = settings;
        this.http = Apache5HttpClient.builder()
                .maxConnections(settings.connections())
                .connectionTimeout(settings.attemptTimeout())
                .connectionAcquisitionTimeout(settings.callTimeout())
                .socketTimeout(settings.attemptTimeout())
                .build();
    }

    /** A client in use; closing the lease gives it back. */
    public interface Lease extends AutoCloseable {

        /**
         * The client.
         *
         * @return a client that is open until the lease is closed
         */
        SqsClient client();

        @Override
        void close();
    }

    /**
     * Borrows the SQS client of a target.
     *
     * @param target where calls go and who signs them
     * @return a lease; its second closing has no effect
     * @throws IllegalStateException when these clients are closed
     */
    public synchronized Lease sqs(AwsTarget target) {
        if (closed) {
            throw new IllegalStateException("the AWS clients are closed");
        }
        Shared shared = sqs.computeIfAbsent(target, key -> new Shared(newSqsClient(key)));
        shared.users++;
        return new OneLease(target, shared);
    }

    /**
     * How many clients are open.
     *
     * @return at least 0
     */
    public synchronized int openClients() {
        return sqs.size();
    }

    /** Closes every client, those in use too. Without effect when closed already. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        sqs.values().forEach(shared -> shared.client.close());
        sqs.clear();
        if (defaultChain != null) {
            defaultChain.close();
        }
        http.close();
    }

    private SqsClient newSqsClient(AwsTarget target) {
        SqsClientBuilder builder = SqsClient.builder()
                .httpClient(http)
                .region(Region.of(target.region()))
                .credentialsProvider(credentials(target.identity()))
                .overrideConfiguration(override -> override.apiCallTimeout(settings.callTimeout())
                        .apiCallAttemptTimeout(settings.attemptTimeout())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(settings.attempts())
                                .build()));
        if (target.endpoint() != null) {
            builder.endpointOverride(target.endpoint());
        }
        return builder.build();
    }

    private AwsCredentialsProvider credentials(AwsIdentity identity) {
        if (identity instanceof AwsIdentity.StaticKeys keys) {
            String secret = keys.secretAccessKey().reveal();
            return StaticCredentialsProvider.create(
                    keys.sessionToken() == null
                            ? AwsBasicCredentials.create(keys.accessKeyId(), secret)
                            : AwsSessionCredentials.create(
                                    keys.accessKeyId(),
                                    secret,
                                    keys.sessionToken().reveal()));
        }
        if (defaultChain == null) {
            defaultChain = DefaultCredentialsProvider.builder().build();
        }
        DefaultCredentialsProvider chain = defaultChain;
        // a client closes the provider it was given, and others still use this one
        return () -> chain.resolveCredentials();
    }

    private synchronized void release(AwsTarget target, Shared shared) {
        shared.users--;
        if (shared.users == 0 && sqs.remove(target, shared)) {
            shared.client.close();
        }
    }

    private static final class Shared {
        private final SqsClient client;
        private int users;

        Shared(SqsClient client) {
            this.client = client;
        }
    }

    private final class OneLease implements Lease {
        private final AwsTarget target;
        private final Shared shared;
        private boolean released;

        OneLease(AwsTarget target, Shared shared) {
            this.target = target;
            this.shared = shared;
        }

        @Override
        public SqsClient client() {
            return shared.client;
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                release(target, shared);
            }
        }
    }
}
