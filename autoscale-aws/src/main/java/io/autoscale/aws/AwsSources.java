// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.client.AwsClientSettings;
import io.autoscale.aws.client.AwsClients;
import io.autoscale.aws.sqs.SqsSourceFactory;
import io.autoscale.source.ScalerSourceFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The scaler sources of AWS, which share one HTTP client and one service client for each identity, region and endpoint.
 * Close it after the autoscaler that uses it.
 */
public final class AwsSources implements AutoCloseable {

    private final AwsClients clients;
    private final List<ScalerSourceFactory> factories;

    private AwsSources(AwsClientSettings settings) {
        this.clients = new AwsClients(settings);
        this.factories = List.of(new SqsSourceFactory(clients));
    }

    /**
     * Sources with {@link AwsClientSettings#DEFAULT}.
     *
     * @return the sources; closed by the caller
     */
    public static AwsSources create() {
        return create(AwsClientSettings.DEFAULT);
    }

    /**
     * Sources with bounds of one's own.
     *
     * @param settings the bounds of calls
     * @return the sources; closed by the caller
     */
    public static AwsSources create(AwsClientSettings settings) {
        return new AwsSources(settings);
    }

    /**
     * Starts sources with some bounds of one's own.
     *
     * @return a builder with the bounds of {@link AwsClientSettings#DEFAULT}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * One factory for each trigger type.
     *
     * @return an unmodifiable collection
     */
    public Collection<ScalerSourceFactory> factories() {
        return factories;
    }

    /** Closes all clients. Without effect when closed already. */
    @Override
    public void close() {
        clients.close();
    }

    /** Builds {@link AwsSources}. */
    public static final class Builder {

        private int attempts = AwsClientSettings.DEFAULT.attempts();
        private Duration attemptTimeout = AwsClientSettings.DEFAULT.attemptTimeout();
        private Duration callTimeout = AwsClientSettings.DEFAULT.callTimeout();
        private int connections = AwsClientSettings.DEFAULT.connections();

        private Builder() {}

        /**
         * Sets the tries of one call, the first included; 2 unless set.
         *
         * @param number 1 to 10
         * @return this builder
         */
        public Builder attempts(int number) {
            this.attempts = number;
            return this;
        }

        /**
         * Sets the longest wait for one try; 4 s unless set.
         *
         * @param timeout at least a millisecond
         * @return this builder
         */
        public Builder attemptTimeout(Duration timeout) {
            this.attemptTimeout = timeout;
            return this;
        }

        /**
         * Sets the longest wait for a call with all its tries; 8 s unless set.
         *
         * @param timeout at least the attempt timeout
         * @return this builder
         */
        public Builder callTimeout(Duration timeout) {
            this.callTimeout = timeout;
            return this;
        }

        /**
         * Sets how many connections are open at most; 64 unless set.
         *
         * @param number at least 1
         * @return this builder
         */
        public Builder connections(int number) {
            this.connections = number;
            return this;
        }

        /**
         * Makes the sources.
         *
         * @return the sources; closed by the caller
         * @throws io.autoscale.validation.InvalidConfigurationException with every bound that is out of range
         */
        public AwsSources build() {
            return create(new AwsClientSettings(attempts, attemptTimeout, callTimeout, connections));
        }
    }
}
