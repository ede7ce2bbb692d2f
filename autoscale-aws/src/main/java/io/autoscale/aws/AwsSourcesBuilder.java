// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.call.AwsClientSettings;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.call.RateLimited;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.credentials.CredentialsPool;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/** Builds {@link AwsSources}. */
public final class AwsSourcesBuilder {

    CallRates rates = CallRates.DEFAULT;
    Endpoints endpoints = Endpoints.awsOnly();
    InstantSource clock = InstantSource.system();
    Duration readSharing = Duration.ofSeconds(1);
    Consumer<RateLimited> rateListener = event -> {};

    @Nullable
    AwsIdentity ownIdentity;

    @Nullable
    SdkHttpClient httpClient;

    private int attempts = AwsClientSettings.DEFAULT.attempts();
    private Duration attemptTimeout = AwsClientSettings.DEFAULT.attemptTimeout();
    private Duration callTimeout = AwsClientSettings.DEFAULT.callTimeout();
    private int connections = AwsClientSettings.DEFAULT.connections();

    AwsSourcesBuilder() {}

    /**
     * Sets the number of attempts for one call, including the first; 2 by default. There are no other retries.
     *
     * @param number 1 to 10
     */
    public AwsSourcesBuilder attempts(int number) {
        this.attempts = number;
        return this;
    }

    /**
     * Sets the time limit of one attempt; 4 s by default.
     *
     * @param timeout at least a millisecond
     */
    public AwsSourcesBuilder attemptTimeout(Duration timeout) {
        this.attemptTimeout = Objects.requireNonNull(timeout, "attemptTimeout");
        return this;
    }

    /**
     * Sets the time limit of a call with all its attempts; 8 s by default.
     *
     * @param timeout at least the attempt timeout
     */
    public AwsSourcesBuilder callTimeout(Duration timeout) {
        this.callTimeout = Objects.requireNonNull(timeout, "callTimeout");
        return this;
    }

    /**
     * Sets the maximum number of open connections; 64 by default.
     *
     * @param number at least 1
     */
    public AwsSourcesBuilder connections(int number) {
        this.connections = number;
        return this;
    }

    /**
     * Sets all four limits of calls.
     *
     * @param settings the limits
     */
    public AwsSourcesBuilder calls(AwsClientSettings settings) {
        return attempts(settings.attempts())
                .attemptTimeout(settings.attemptTimeout())
                .callTimeout(settings.callTimeout())
                .connections(settings.connections());
    }

    /**
     * Sets the maximum number of calls a second; {@link CallRates#DEFAULT} by default.
     *
     * @param settings the rates of all sources together
     */
    public AwsSourcesBuilder callRates(CallRates settings) {
        this.rates = Objects.requireNonNull(settings, "callRates");
        return this;
    }

    /**
     * Sets a listener for calls that the rate limit stopped; none by default.
     *
     * @param listener called on the thread of the call; must not block
     */
    public AwsSourcesBuilder onRateLimited(Consumer<RateLimited> listener) {
        this.rateListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets the hosts that receive signed requests; by default only hosts that AWS runs.
     *
     * @param allowed the endpoints
     */
    public AwsSourcesBuilder endpoints(Endpoints allowed) {
        this.endpoints = Objects.requireNonNull(allowed, "endpoints");
        return this;
    }

    /**
     * Sets the program's own identity; by default the environment decides.
     *
     * @param identity an identity that is not based on {@link AwsIdentity#own()}
     */
    public AwsSourcesBuilder ownIdentity(AwsIdentity identity) {
        this.ownIdentity = Objects.requireNonNull(identity, "ownIdentity");
        return this;
    }

    /**
     * Sets for how long a read is shared with other triggers on the same queue, table or stream; one second by default.
     *
     * @param freshness zero or more; zero shares a read only while it is in progress
     */
    public AwsSourcesBuilder readSharing(Duration freshness) {
        this.readSharing = Objects.requireNonNull(freshness, "readSharing");
        return this;
    }

    /**
     * Sets the clock for the expiry of credentials, the windows of metrics and the age of reads; the system clock by default.
     *
     * @param time the clock
     */
    public AwsSourcesBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Sets the HTTP client. The default is Apache 5 or, if the program excludes {@code apache5-client}, the SDK client that
     * is on the class path.
     *
     * @param client closed by the caller, after the sources
     */
    public AwsSourcesBuilder httpClient(SdkHttpClient client) {
        this.httpClient = Objects.requireNonNull(client, "httpClient");
        return this;
    }

    /**
     * Creates the sources, which the caller closes.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with every value that is out of range
     * @throws IllegalArgumentException if the own identity is based on itself
     */
    public AwsSources build() {
        Violations violations = new Violations();
        violations.check(!readSharing.isNegative(), "readSharing", readSharing, "zero or more");
        violations.throwIfAny("AwsSources");
        return new AwsSources(this);
    }

    /** New clients with these settings. */
    AwsClients clients() {
        CallGuards guards = new CallGuards(rates, clock, rateListener);
        ClientFactory factory = new ClientFactory(calls(), endpoints, httpClient);
        return new AwsClients(
                factory,
                new CredentialsPool(factory, guards, clock, ownIdentity),
                guards,
                clock,
                new SharedRead.Sharing(readSharing, calls().callTimeout().multipliedBy(2)));
    }

    AwsSourcesBuilder copy() {
        AwsSourcesBuilder copy = new AwsSourcesBuilder();
        copy.rates = rates;
        copy.endpoints = endpoints;
        copy.clock = clock;
        copy.readSharing = readSharing;
        copy.rateListener = rateListener;
        copy.ownIdentity = ownIdentity;
        copy.httpClient = httpClient;
        return copy.calls(calls());
    }

    AwsClientSettings calls() {
        return new AwsClientSettings(attempts, attemptTimeout, callTimeout, connections);
    }
}
